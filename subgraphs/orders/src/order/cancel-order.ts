import { can } from '@emporium/auth/principal';
import { operationInProgress } from '@emporium/graphql/app-errors';
import { checked } from '@emporium/graphql/checked';
import { severalLines } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import type { UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { sql } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../history/actor.js';
import { callerScope } from './caller-scope.js';
import type { OrderAnswer } from '../placing/place-order.js';
import { cancelInTransaction } from './cancel-in-transaction.js';
import { invalidTransition, orderNotFound } from './order.errors.js';
import type { OrderCancelArgs } from './order.inputs.js';
import { OrderStatus, transitions } from './order-status.js';
import { query } from '../tables.js';
import { findOrder, loadOrder } from './load-order.js';
import { isVisible } from './order.entity.js';
import { ownsOrder } from './see-order.js';

const argsSchema = z.object({
  id: z.string(),
  reason: severalLines('The reason', 500)
    .transform((text) => text.trim())
    .nullish(),
  idempotencyKey,
});

/**
 * Cancels an order for its buyer or for staff: units and money go back once, however often it is
 * asked. A cancelled order is answered as it is. Throws OPERATION_IN_PROGRESS for an order that is
 * still being placed; the wish is recorded.
 */
export async function cancelOrder(ctx: Ctx, args: OrderCancelArgs): Promise<OrderAnswer> {
  const { id, reason, idempotencyKey: key } = checked(argsSchema, args);
  const order = await findOrder(ctx, id);
  const owns = order && ownsOrder(ctx.principal, order);
  if (!order || order.status === 'REJECTED' || !(owns || can(ctx.principal, 'update:order')))
    throw new Rejection(orderNotFound());
  if (!isVisible(order)) {
    await query(ctx)
      .updateTable('OrderRow')
      .set({ cancelRequestedAt: sql<Date>`now()` })
      .where('id', '=', id)
      .where('status', '=', 'PLACING')
      .execute();
    throw operationInProgress();
  }
  const call = {
    scope: callerScope(ctx.principal, id),
    operation: 'orderCancel',
    key,
    request: { id, reason },
  };
  const cancellation = {
    orderId: id,
    actor: actorOf(ctx.principal, order.userId),
    reason: owns ? 'CUSTOMER' : 'STAFF',
    note: reason,
  } as const;
  const userErrors = await once(ctx, call, async (): Promise<UserError[]> => {
    if (await cancelInTransaction(ctx, cancellation)) return [];
    const now = await loadOrder(ctx, id);
    return now.status === OrderStatus.CANCELLED
      ? []
      : [
          invalidTransition(
            now.status as OrderStatus,
            OrderStatus.CANCELLED,
            transitions[now.status as OrderStatus].filter(
              (to) => to !== OrderStatus.CANCELLED || now.parcels === 0,
            ),
          ),
        ];
  });
  const after = await loadOrder(ctx, id);
  return { order: isVisible(after) ? after : null, userErrors };
}
