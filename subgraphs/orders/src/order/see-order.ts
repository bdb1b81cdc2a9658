import { can, userId, type Principal } from '@emporium/auth/principal';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { isVisible, type OrderRow, type VisibleOrder } from './order.entity.js';

/** What tells whose order it is. */
type Owned = Pick<OrderRow, 'id' | 'userId' | 'isGuest'>;

/**
 * Whether the order belongs to the caller: its user, or the bearer of its guest token while no
 * account has claimed it. A link in an old mail must not open what is behind a log-in now.
 */
export function ownsOrder(principal: Principal, order: Owned): boolean {
  const id = userId(principal);
  return (
    (id !== undefined && id === order.userId) ||
    (order.isGuest && principal.guest?.orderId === order.id)
  );
}

/** Whether the caller may see the order: its owner, staff or a service. */
export function maySee(principal: Principal, order: Owned): boolean {
  return ownsOrder(principal, order) || can(principal, 'read:order');
}

/**
 * The order if it exists for the caller, else null: somebody else's order looks like a missing one.
 */
export async function seeOrder(
  ctx: Ctx,
  where: { id: string } | { number: string },
): Promise<VisibleOrder | null> {
  const [column, value] =
    'id' in where ? (['id', where.id] as const) : (['number', where.number] as const);
  const order = await query(ctx)
    .selectFrom('OrderRow')
    .selectAll()
    .where(column, '=', value)
    .executeTakeFirst();
  return isVisible(order) && maySee(ctx.principal, order) ? order : null;
}
