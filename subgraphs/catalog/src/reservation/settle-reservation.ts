import { newId } from '@emporium/db/new-id';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import { ReservationState } from './reservation.type.js';
import { lockStock, moveStock } from '../stock/move-stock.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';

type Step = 'confirm' | 'release' | 'take-back';

/** Each step: which state it leaves and enters, and what it does to one piece on hand and one reserved. */
const STEPS = {
  confirm: {
    from: ReservationState.HELD,
    to: ReservationState.CONFIRMED,
    stamp: 'confirmed_at',
    type: StockMovementType.ORDER,
    change: -1,
    reservedChange: -1,
  },
  release: {
    from: ReservationState.HELD,
    to: ReservationState.RELEASED,
    stamp: 'released_at',
    type: StockMovementType.RESERVATION_RELEASED,
    change: 0,
    reservedChange: -1,
  },
  'take-back': {
    from: ReservationState.CONFIRMED,
    to: ReservationState.RELEASED,
    stamp: 'released_at',
    type: StockMovementType.ORDER_CANCELLED,
    change: 1,
    reservedChange: 0,
  },
} as const;

/** Takes one step with the hold of an order. False, and nothing done, when the hold is not in the step's state: so a repetition is harmless. */
async function take(ctx: Ctx, orderId: string, name: Step): Promise<boolean> {
  const step = STEPS[name];
  const taken = await sqlRun(ctx.em, `update catalog.reservation set state = ?, ${step.stamp} = now() where order_id = ? and state = ?`, [
    step.to,
    orderId,
    step.from,
  ]);
  if (taken === 0) return false;
  const lines = await sqlRows<{ variant_id: string; quantity: number }>(
    ctx.em,
    `select variant_id, quantity from catalog.reservation_line where order_id = ? order by variant_id`,
    [orderId],
  );
  const locked = await lockStock(
    ctx,
    lines.map((line) => line.variant_id),
  );
  const moves = lines.map((line) => ({
    variantId: line.variant_id,
    type: step.type,
    // 0 times -1 is -0, which is another number to some comparisons.
    change: step.change * line.quantity || 0,
    reservedChange: step.reservedChange * line.quantity || 0,
    orderId,
  }));
  await moveStock(ctx, locked, moves);
  return true;
}

/** A paid order: held pieces are sold. False when there is no hold to confirm. Needs a transaction. */
export const confirmReservation = (ctx: Ctx, orderId: string): Promise<boolean> => take(ctx, orderId, 'confirm');

/**
 * A cancelled, expired or rejected order: held pieces are free again, sold ones are back, exactly once. An order without a hold gets a
 * released one, so that a `_stockReserve` still on its way holds nothing. Needs a transaction.
 */
export async function releaseReservation(ctx: Ctx, orderId: string): Promise<void> {
  const tombstone = await sqlRun(
    ctx.em,
    `insert into catalog.reservation (order_id, id, state, expires_at, released_at) values (?, ?, 'RELEASED', now(), now()) on conflict do nothing`,
    [orderId, newId('res')],
  );
  if (tombstone === 1) return;
  if (!(await take(ctx, orderId, 'release'))) await take(ctx, orderId, 'take-back');
}

/** Frees a hold that nobody will pay for; does nothing to a confirmed one. Needs a transaction. */
export const releaseHold = (ctx: Ctx, orderId: string): Promise<boolean> => take(ctx, orderId, 'release');
