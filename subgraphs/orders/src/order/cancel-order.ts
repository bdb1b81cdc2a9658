import { can } from '@emporium/auth/principal';
import { idempotent } from '@emporium/db/idempotency';
import { operationInProgress } from '@emporium/graphql/app-errors';
import { parseInput } from '@emporium/graphql/parse-input';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { idempotencyKeyReused, type UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../history/actor.js';
import { callerScope } from './caller-scope.js';
import type { OrderResult } from '../placing/place-order.js';
import { cancelInTransaction } from './cancel-in-transaction.js';
import { invalidTransition, orderNotFound } from './order.errors.js';
import type { OrderCancelArgs } from './order.inputs.js';
import { OrderStatus } from './order-status.js';
import { query } from '../tables.js';
import { findOrder, loadOrder } from './load-order.js';
import { isVisible } from './order.entity.js';
import { ownsOrder } from './see-order.js';

const argsSchema = z.object({
  id: z.string(),
  reason: z.string().trim().max(500, 'At most 500 characters.').nullish(),
  idempotencyKey,
});

/**
 * Cancels an order for its buyer or for staff: pieces and money go back once, however often it is asked. A cancelled order is answered
 * as it is. Throws OPERATION_IN_PROGRESS for an order that is still being placed; the wish is recorded.
 */
export async function cancelOrder(ctx: Ctx, args: OrderCancelArgs): Promise<OrderResult> {
  const parsed = parseInput(argsSchema, args);
  if (parsed.errors) return { userErrors: parsed.errors };
  const { id, reason, idempotencyKey: key } = parsed.value;
  const order = await findOrder(ctx, id);
  const owns = order && ownsOrder(ctx.principal, order);
  if (!order || order.status === 'REJECTED' || !(owns || can(ctx.principal, 'update:order'))) return { userErrors: [orderNotFound()] };
  if (!isVisible(order)) {
    await query(ctx)
      .updateTable('OrderRow')
      .set({ cancelRequestedAt: sql<Date>`now()` })
      .where('id', '=', id)
      .where('status', '=', 'PLACING')
      .execute();
    throw operationInProgress();
  }
  const call = { scope: callerScope(ctx.principal, id), operation: 'orderCancel', key, request: { id, reason } };
  const cancellation = {
    orderId: id,
    actor: actorOf(ctx.principal, order.userId),
    reason: owns ? 'CUSTOMER' : 'STAFF',
    note: reason,
  } as const;
  const result = await idempotent(ctx.em, call, async (): Promise<UserError[]> => {
    if (await cancelInTransaction(ctx, cancellation)) return [];
    const now = await loadOrder(ctx, id);
    return now.status === OrderStatus.CANCELLED ? [] : [invalidTransition(now.status as OrderStatus, OrderStatus.CANCELLED)];
  });
  if (result.outcome === 'reused') return { userErrors: [idempotencyKeyReused()] };
  const after = await loadOrder(ctx, id);
  return { order: isVisible(after) ? after : null, userErrors: result.response };
}
