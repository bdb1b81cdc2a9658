import { Rejection } from '@emporium/graphql/rejection';
import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { actorOf } from '../history/actor.js';
import { remark } from '../history/append-history.js';
import { loadPlacedOrder } from '../order/load-order.js';
import { lockOrder } from '../order/lock-order.js';
import type { OrderLineRow } from '../order/order-line.entity.js';
import { invalidReturnTransition } from '../order/order.errors.js';
import type { VisibleOrder } from '../order/order.entity.js';
import { query } from '../tables.js';
import { emitReturnChanged, type ReturnChange } from './emit-return-changed.js';
import { findReturn } from './find-returns.js';
import { type Return, type ReturnStatus, returnTransitions } from './return.entity.js';

/** What a use case on a return answers. */
export interface ReturnAnswer {
  return: Return;
  order: VisibleOrder;
}

/** A return with its order and the order's lines, locked until the transaction ends. */
export interface LockedReturn extends ReturnAnswer {
  lines: OrderLineRow[];
  actor: string;
}

/** A step of a return. */
export interface ReturnStep {
  change: ReturnChange;
  to: ReturnStatus;
  note?: string | null;
  declineReason?: string;
}

/**
 * Locks a return by its order, so that its steps follow each other. Throws a Rejection when there
 * is none, or when it has another version than the one that was read. Needs a transaction.
 */
export async function lockReturn(
  ctx: Ctx,
  id: string,
  expectedVersion?: number,
): Promise<LockedReturn> {
  const known = await findReturn(ctx, id);
  if (!known) throw new Rejection(notFound('There is no such return.', ['id']));
  const { order, lines } = await lockOrder(ctx, known.orderId, ['id']);
  // Read again: whoever had the lock before may have changed it.
  const locked = (await findReturn(ctx, id))!;
  if (expectedVersion !== undefined && locked.version !== expectedVersion)
    throw new Rejection(versionConflict(locked.version));
  return { return: locked, order, lines, actor: actorOf(ctx.principal, order.userId) };
}

/** Throws a Rejection unless the return may go to `to`, or is there already and may stay. */
export function assertMayGo(from: ReturnStatus, to: ReturnStatus, mayStay = false): void {
  if (!(mayStay && from === to) && !returnTransitions[from].includes(to))
    throw new Rejection(invalidReturnTransition(from, to));
}

/** Takes the step with a locked return: status, version, history of the order, event. */
export async function takeStep(
  ctx: Ctx,
  { return: { id, orderId }, actor }: LockedReturn,
  { change, to, note = null, declineReason }: ReturnStep,
): Promise<void> {
  await query(ctx)
    .updateTable('Return')
    .set((eb) => ({
      status: to,
      version: eb('version', '+', 1),
      ...(declineReason === undefined ? {} : { declineReason }),
    }))
    .where('id', '=', id)
    .execute();
  await remark(ctx, orderId, `RETURN_${change}`, actor, note);
  await emitReturnChanged(ctx, id, change);
}

/** A return that exists, with its order, as they are now. */
export async function returnAnswer(ctx: Ctx, id: string): Promise<ReturnAnswer> {
  const found = (await findReturn(ctx, id))!;
  return { return: found, order: await loadPlacedOrder(ctx, found.orderId) };
}
