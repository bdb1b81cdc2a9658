import type { Ctx } from '@emporium/platform/context';
import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import { OrderStatus } from '../order/order-status.js';
import { query } from '../tables.js';
import { within } from './over-orders.js';

/**
 * Where a line counts other units or money than its parcels, returns and refunds do, sends, takes
 * back or refunds more than there was, or is left open in an order that is SHIPPED.
 */
export async function unitProblems(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await linesOf(ctx, range);
  return rows.flatMap((line) => {
    const say = (what: string) => `line ${line.id} of order ${line.orderId} ${what}`;
    const open = line.quantity - line.fulfilledQuantity - line.cancelledQuantity;
    const left = [OrderStatus.SHIPPED, OrderStatus.DELIVERED] as string[];
    return [
      ...(line.fulfilledQuantity === line.inParcels
        ? []
        : [
            say(`counts ${line.fulfilledQuantity} units in parcels, parcels say ${line.inParcels}`),
          ]),
      ...(open >= 0
        ? []
        : [
            say(
              `has ${line.quantity} units, ${line.fulfilledQuantity} in parcels and ${line.cancelledQuantity} cancelled`,
            ),
          ]),
      ...(open > 0 && left.includes(line.status)
        ? [say(`has ${open} units to send, the order is ${line.status}`)]
        : []),
      ...(line.returnedQuantity === line.received && line.received <= line.fulfilledQuantity
        ? []
        : [
            say(
              `counts ${line.returnedQuantity} units back, returns say ${line.received} of ${line.fulfilledQuantity} sent`,
            ),
          ]),
      ...(line.refunded === line.returnedMoney && line.refunded <= line.total
        ? []
        : [
            say(
              `counts ${line.refunded} refunded, refunds say ${line.returnedMoney} of ${line.total}`,
            ),
          ]),
    ];
  });
}

async function linesOf(ctx: Ctx, range: Range) {
  return query(ctx)
    .selectFrom('OrderLineRow as l')
    .innerJoin('OrderRow as o', 'o.id', 'l.orderId')
    .where(within(range))
    .select((eb) => [
      'l.id',
      'l.orderId',
      'o.status',
      'l.quantity',
      'l.total',
      'l.fulfilledQuantity',
      'l.cancelledQuantity',
      'l.returnedQuantity',
      'l.refunded',
      eb
        .selectFrom('FulfillmentLine as f')
        .innerJoin('Fulfillment as p', 'p.id', 'f.fulfillmentId')
        .whereRef('f.orderLineId', '=', 'l.id')
        .where('p.cancelledAt', 'is', null)
        .select((f) => sql<number>`coalesce(sum(${f.ref('f.quantity')}), 0)::integer`.as('units'))
        .$asScalar()
        .$notNull()
        .as('inParcels'),
      eb
        .selectFrom('ReturnLine as r')
        .whereRef('r.orderLineId', '=', 'l.id')
        .select((r) =>
          sql<number>`coalesce(sum(${r.ref('r.receivedQuantity')}), 0)::integer`.as('units'),
        )
        .$asScalar()
        .$notNull()
        .as('received'),
      eb
        .selectFrom('OrderRefundLineRow as m')
        .whereRef('m.orderLineId', '=', 'l.id')
        .select((m) => sql<number>`coalesce(sum(${m.ref('m.amount')}), 0)::bigint`.as('amount'))
        .$asScalar()
        .$notNull()
        .as('returnedMoney'),
    ])
    .execute();
}

/** Where an order counts other parcels or refunded shipping than there are, or a refund its parts. */
export async function parcelProblems(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('OrderRow as o')
    .where(within(range))
    .select((eb) => [
      'o.id',
      'o.parcels',
      'o.shipping',
      'o.shippingRefunded',
      eb
        .selectFrom('Fulfillment as p')
        .whereRef('p.orderId', '=', 'o.id')
        .where('p.cancelledAt', 'is', null)
        .select((p) => p.fn.countAll<number>().as('made'))
        .$asScalar()
        .$notNull()
        .as('made'),
      eb
        .selectFrom('OrderRefundRow as r')
        .whereRef('r.orderId', '=', 'o.id')
        .select((r) => sql<number>`coalesce(sum(${r.ref('r.shipping')}), 0)::bigint`.as('back'))
        .$asScalar()
        .$notNull()
        .as('back'),
    ])
    .execute();
  return rows.flatMap(({ id, parcels, made, shipping, shippingRefunded, back }) => [
    ...(parcels === made ? [] : [`order ${id} counts ${parcels} parcels, there are ${made}`]),
    ...(shippingRefunded === back && back <= shipping
      ? []
      : [
          `order ${id} counts ${shippingRefunded} of its shipping refunded, refunds say ${back} of ${shipping}`,
        ]),
  ]);
}
