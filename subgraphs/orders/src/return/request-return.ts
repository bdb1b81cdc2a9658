import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { severalLines } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { invalidInput, type UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { sql } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../history/actor.js';
import { remark } from '../history/append-history.js';
import { callerScope } from '../order/caller-scope.js';
import { orderNotFound } from '../order/order.errors.js';
import type { OrderReturnRequestArgs } from '../order/order.inputs.js';
import { OrderStatus } from '../order/order-status.js';
import { findOrder } from '../order/load-order.js';
import { isVisible } from '../order/order.entity.js';
import { ownsOrder } from '../order/see-order.js';
import { query } from '../tables.js';
import { emitReturnChanged } from './emit-return-changed.js';
import { ReturnStatus } from './return.entity.js';
import type { OrderAnswer } from '../placing/place-order.js';

const argsSchema = z.object({
  orderId: z.string(),
  lines: z
    .array(
      z.object({
        orderLineId: z.string(),
        quantity: z.number().int().min(1, 'At least one unit.').max(1_000_000, 'Too many units.'),
      }),
    )
    .min(1, 'Say what goes back.')
    .max(200, 'At most 200 lines.')
    .refine(
      (lines) => new Set(lines.map((l) => l.orderLineId)).size === lines.length,
      'Name each order line once.',
    ),
  reason: severalLines('The reason', 1_000)
    .transform((text) => text.trim())
    .refine((text) => text.length > 0, 'Say why.'),
  idempotencyKey,
});
type ReturnRequest = z.infer<typeof argsSchema>;

/**
 * Asks to send units of an own, delivered order back; never more than were sent and are not on
 * their way back already.
 */
export async function requestReturn(ctx: Ctx, args: OrderReturnRequestArgs): Promise<OrderAnswer> {
  const wanted = checked(argsSchema, args);
  const { orderId, idempotencyKey: key, ...request } = wanted;
  const order = await findOrder(ctx, orderId);
  if (!isVisible(order) || !ownsOrder(ctx.principal, order))
    throw new Rejection(orderNotFound(['orderId']));
  if (order.status !== OrderStatus.DELIVERED)
    throw new Rejection(invalidInput('Only a delivered order can be sent back.', ['orderId']));
  const call = {
    scope: callerScope(ctx.principal, orderId),
    operation: 'orderReturnRequest',
    key,
    request: { orderId, ...request },
  };
  return {
    order,
    userErrors: await once(ctx, call, () =>
      record(ctx, wanted, actorOf(ctx.principal, order.userId)),
    ),
  };
}

async function record(ctx: Ctx, request: ReturnRequest, actor: string): Promise<UserError[]> {
  const { orderId, lines, reason } = request;
  // The lock makes requests of one order follow each other, so that two cannot send the same unit
  // back.
  await query(ctx)
    .selectFrom('OrderRow')
    .select('id')
    .where('id', '=', orderId)
    .forUpdate()
    .execute();
  // A closed return holds on to what came back with it, an open one to all that it is about.
  const taken = sql<number>`coalesce(sum(case when q.status = 'CLOSED' then r.received_quantity else r.quantity end), 0)::integer`;
  const open = await query(ctx)
    .selectFrom('OrderLineRow as l')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('ReturnLine as r')
          .innerJoin('Return as q', 'q.id', 'r.returnId')
          .where('q.orderId', '=', orderId)
          .where('q.status', '<>', ReturnStatus.DECLINED)
          .groupBy('r.orderLineId')
          .select(['r.orderLineId', taken.as('taken')])
          .as('t'),
      (join) => join.onRef('t.orderLineId', '=', 'l.id'),
    )
    .where('l.orderId', '=', orderId)
    .select((eb) => [
      'l.id',
      eb('l.fulfilledQuantity', '-', eb.fn.coalesce('t.taken', sql<number>`0`)).as('left'),
    ])
    .execute();
  const left = new Map(open.map((line) => [line.id, line.left]));
  const errors = lines.flatMap(({ orderLineId, quantity }, index) => {
    const most = left.get(orderLineId);
    if (most === undefined)
      return [
        invalidInput('This line is not one of the order.', ['lines', String(index), 'orderLineId']),
      ];
    return quantity > most
      ? [invalidInput(`At most ${most} units can go back.`, ['lines', String(index), 'quantity'])]
      : [];
  });
  if (errors.length > 0) return errors;
  const returnId = newId('ret');
  await query(ctx).insertInto('Return').values({ id: returnId, orderId, reason }).execute();
  await query(ctx)
    .insertInto('ReturnLine')
    .values(lines.map((line) => ({ returnId, ...line })))
    .execute();
  await remark(ctx, orderId, 'RETURN_REQUESTED', actor, reason);
  await emitReturnChanged(ctx, returnId, 'REQUESTED');
  return [];
}
