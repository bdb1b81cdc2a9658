import { idempotent } from '@emporium/db/idempotency';
import { newId } from '@emporium/db/new-id';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import { parseInput } from '@emporium/graphql/parse-input';
import { idempotencyKeyReused, invalidInput, type UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { z } from 'zod';
import { actorOf } from '../history/actor.js';
import { remark } from '../history/append-history.js';
import { callerScope } from '../order/caller-scope.js';
import { orderNotFound } from '../order/order.errors.js';
import type { OrderReturnRequestArgs } from '../order/order.inputs.js';
import { OrderStatus } from '../order/order-status.js';
import { isVisible, OrderRow } from '../order/order.entity.js';
import { ownsOrder } from '../order/see-order.js';
import { keySchema } from '../placing/place-input.js';
import type { OrderResult } from '../placing/place-order.js';

const argsSchema = z.object({
  orderId: z.string(),
  lines: z
    .array(
      z.object({ orderLineId: z.string(), quantity: z.number().int().min(1, 'At least one piece.').max(1_000_000, 'Too many pieces.') }),
    )
    .min(1, 'Say what goes back.')
    .max(200, 'At most 200 lines.')
    .refine((lines) => new Set(lines.map((l) => l.orderLineId)).size === lines.length, 'Name each order line once.'),
  reason: z.string().trim().min(1, 'Say why.').max(1_000, 'At most 1000 characters.'),
  idempotencyKey: keySchema,
});
type ReturnRequest = z.infer<typeof argsSchema>;

/** Asks to send pieces of an own, delivered order back; never more than were ordered and are not on their way back already. */
export async function requestReturn(ctx: Ctx, args: OrderReturnRequestArgs): Promise<OrderResult> {
  const parsed = parseInput(argsSchema, args);
  if (parsed.errors) return { userErrors: parsed.errors };
  const { orderId, idempotencyKey: key, ...request } = parsed.value;
  const order = await ctx.em.findOne(OrderRow, { id: orderId }, { disableIdentityMap: true });
  if (!isVisible(order) || !ownsOrder(ctx.principal, order)) return { userErrors: [orderNotFound(['orderId'])] };
  if (order.status !== OrderStatus.DELIVERED)
    return { userErrors: [invalidInput('Only a delivered order can be sent back.', ['orderId'])] };
  const call = { scope: callerScope(ctx.principal, orderId), operation: 'orderReturnRequest', key, request: { orderId, ...request } };
  const result = await idempotent(ctx.em, call, () => record(ctx, parsed.value, actorOf(ctx.principal, order.userId)));
  if (result.outcome === 'reused') return { userErrors: [idempotencyKeyReused()] };
  return { order, userErrors: result.response };
}

async function record(ctx: Ctx, request: ReturnRequest, actor: string): Promise<UserError[]> {
  const { orderId, lines, reason } = request;
  // The lock makes requests of one order follow each other, so that two cannot send the same piece back.
  await sqlRows(ctx.em, `select id from orders.orders where id = ? for update`, [orderId]);
  const open = await sqlRows<{ id: string; left: number }>(
    ctx.em,
    `select l.id, l.quantity - coalesce((select sum(r.quantity) from orders.return_line r join orders.return_request q on q.id = r.return_id
       where r.order_line_id = l.id and q.status <> 'DECLINED'), 0)::int as left
     from orders.order_line l where l.order_id = ?`,
    [orderId],
  );
  const left = new Map(open.map((line) => [line.id, line.left]));
  const errors = lines.flatMap(({ orderLineId, quantity }, index) => {
    const most = left.get(orderLineId);
    if (most === undefined) return [invalidInput('This line is not one of the order.', ['lines', String(index), 'orderLineId'])];
    return quantity > most ? [invalidInput(`At most ${most} pieces can go back.`, ['lines', String(index), 'quantity'])] : [];
  });
  if (errors.length > 0) return errors;
  const returnId = newId('ret');
  await sqlRun(ctx.em, `insert into orders.return_request (id, order_id, reason) values (?, ?, ?)`, [returnId, orderId, reason]);
  for (const { orderLineId, quantity } of lines) {
    await sqlRun(ctx.em, `insert into orders.return_line (return_id, order_line_id, quantity) values (?, ?, ?)`, [
      returnId,
      orderLineId,
      quantity,
    ]);
  }
  await remark(ctx, orderId, 'RETURN_REQUESTED', actor, reason);
  return [];
}
