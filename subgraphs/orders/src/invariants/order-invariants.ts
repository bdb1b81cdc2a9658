import type { Ctx } from '@emporium/platform/context';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import { OrderStatus } from '../order/order-status.js';
import { AWAITS_SHIPPING } from '../order/erase-address.js';
import { query } from '../tables.js';
import { claimProblems } from './claim-problems.js';
import { draftProblems } from './draft-problems.js';
import { editProblems, stuckEdits } from './edit-problems.js';
import { historyProblems } from './history-problems.js';
import { invoiceProblems, seriesProblems } from './invoice-problems.js';
import { overOrders, within } from './over-orders.js';
import { redemptionProblems } from './redemption-problems.js';
import { totalProblems } from './total-problems.js';
import { parcelProblems, unitProblems } from './unit-problems.js';

const PAID_STATUSES = [
  OrderStatus.PAID,
  OrderStatus.PROCESSING,
  OrderStatus.SHIPPED,
  OrderStatus.DELIVERED,
];

/** What must hold among the orders by themselves (docs/invariants.md, Invariants). */
export const orderInvariants: InvariantCheck[] = [
  {
    id: 'I5',
    title:
      'an order was paid if and only if a payment is recorded, never for another reason; one of 0 needs none',
    run: overOrders(paymentProblems),
  },
  {
    id: 'I7',
    title: 'every idempotency key stands for an order, and no placement is stuck',
    run: placingProblems,
  },
  {
    id: 'I10',
    title:
      'the total is the sum of the lines at frozen prices and shipping; discounts and taxes add up, in minor units',
    run: overOrders(totalProblems),
  },
  {
    id: 'I11',
    title: 'status moves only along the graph, history has no gap and ends at the status',
    run: overOrders(historyProblems),
  },
  {
    id: 'I26',
    title:
      'promotions are redeemed within their limits, counted once per order and given back by its cancellation',
    run: redemptionProblems,
  },
  {
    id: 'I30',
    title: 'numbers of invoices and credit notes have no gap and no double, per kind and year',
    run: seriesProblems,
  },
  {
    id: 'I31',
    title: 'a paid order has one invoice over its total, and never more is credited',
    run: overOrders(invoiceProblems),
  },
  {
    id: 'I33',
    title: 'no unit is sent, cancelled, taken back or refunded twice, no line beyond its total',
    run: overOrders(unitProblems),
  },
  {
    id: 'I33',
    title: 'parcels and refunded shipping are those of the order',
    run: overOrders(parcelProblems),
  },
  {
    id: 'I40',
    title: 'a guest order is claimed by one account, once',
    run: overOrders(claimProblems),
  },
  {
    id: 'I34',
    title:
      'what changes by staff made of an order is covered, due or returned, told in its history and settled once',
    run: overOrders(editProblems),
  },
  { id: 'I34', title: 'no change of an order is stuck', run: stuckEdits },
  {
    id: 'I35',
    title: 'a draft that was sent has its order, and stands for one at most',
    run: draftProblems,
  },
  { id: 'I15', title: 'nothing personal is kept of an erased user', run: erasureProblems },
];

async function paymentProblems(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('OrderRow as o')
    .select(['o.id', 'o.status', 'o.paymentId'])
    .where(within(range))
    .where((eb) =>
      eb.or([
        eb.and([eb('o.total', '=', eb.ref('o.editedBy')), eb('o.paymentId', 'is not', null)]),
        eb.and([
          // What it cost when it was paid.
          eb('o.total', '<>', eb.ref('o.editedBy')),
          eb.or([
            eb('o.status', 'in', PAID_STATUSES).and('o.paymentId', 'is', null),
            eb(eb.parens('o.paidAt', 'is', null), '<>', eb.parens('o.paymentId', 'is', null)),
          ]),
        ]),
      ]),
    )
    .execute();
  return rows.map(
    ({ id, status, paymentId }) => `order ${id} is ${status} with payment ${paymentId ?? 'none'}`,
  );
}

async function placingProblems(ctx: Ctx): Promise<string[]> {
  const keys = await query(ctx)
    .selectFrom('IdempotencyRecord as i')
    .select('i.operation')
    .where('i.operation', '=', 'orderPlace')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('OrderRow as o')
            .select('o.id')
            .where('o.id', '=', sql<string>`${eb.ref('i.response')} ->> 'orderId'`),
        ),
      ),
    )
    .execute();
  const stuck = await query(ctx)
    .selectFrom('OrderRow')
    .select('id')
    .where('status', '=', 'PLACING')
    .where('giveUpAt', '<', sql<Date>`now() - interval '1 minute'`)
    .execute();
  return [
    ...keys.map(({ operation }) => `key of operation ${operation} names a missing order`),
    ...stuck.map(({ id }) => `order ${id} is still PLACING`),
  ];
}

async function erasureProblems(ctx: Ctx, progress?: (text: string) => void): Promise<string[]> {
  const replicas = await query(ctx)
    .selectFrom('DenormalizedUser')
    .select('id')
    .where('deleted', '=', true)
    .where((eb) => eb.or([eb('email', 'is not', null), eb('name', 'is not', null)]))
    .execute();
  const named = await overOrders(namedProblems)(ctx, progress);
  return [
    ...replicas.map(({ id }) => `replica of erased user ${id} holds personal data`),
    ...named,
  ];
}

async function namedProblems(ctx: Ctx, range: Range): Promise<string[]> {
  const named = await query(ctx)
    .selectFrom('OrderRow as o')
    .innerJoin('DenormalizedUser as u', 'u.id', 'o.userId')
    .where(within(range))
    .where('u.deleted', '=', true)
    .select('o.id')
    .execute();
  const billed = await query(ctx)
    .selectFrom('OrderRow as o')
    .innerJoin('InvoiceRow as i', 'i.orderId', 'o.id')
    .where(within(range))
    .where('o.userId', 'is', null)
    .where('o.isGuest', '=', false)
    .where(sql<boolean>`i.data -> 'buyer' <> 'null'`)
    .select('i.number')
    .execute();
  const kept = await query(ctx)
    .selectFrom('OrderRow as o')
    .where(within(range))
    .where('o.erasureRequestedAt', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('o.contactEmail', 'is not', null),
        eb('o.contactName', 'is not', null),
        eb('o.billingAddress', 'is not', null),
        eb.and([
          eb('o.status', 'not in', [...AWAITS_SHIPPING]),
          eb.or([eb('o.shippingAddress', 'is not', null), eb('o.erasingUserId', 'is not', null)]),
        ]),
      ]),
    )
    .select(['o.id', 'o.status'])
    .execute();
  return [
    ...named.map(({ id }) => `order ${id} still names an erased user`),
    ...billed.map(({ number }) => `invoice ${number} still names an erased user`),
    ...kept.map(
      ({ id, status }) => `order ${id} is ${status} and still knows where an erased user lives`,
    ),
  ];
}
