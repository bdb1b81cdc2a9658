import { newId } from '@emporium/db/new-id';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { ReservationState } from './reservation.type.js';
import { undoRestocks } from './restock-units.js';
import { lockStock, moveStock } from '../stock/move-stock.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { query } from '../tables.js';

type Step = 'confirm' | 'release' | 'take-back';

/**
 * Each step: which state it leaves and enters, and what it does to one unit on hand and one
 * reserved.
 */
const STEPS = {
  confirm: {
    from: ReservationState.HELD,
    to: ReservationState.CONFIRMED,
    type: StockMovementType.ORDER,
    change: -1,
    reservedChange: -1,
  },
  release: {
    from: ReservationState.HELD,
    to: ReservationState.RELEASED,
    type: StockMovementType.RESERVATION_RELEASED,
    change: 0,
    reservedChange: -1,
  },
  'take-back': {
    from: ReservationState.CONFIRMED,
    to: ReservationState.RELEASED,
    type: StockMovementType.ORDER_CANCELLED,
    change: 1,
    reservedChange: 0,
  },
} as const;

/**
 * Takes one step with the hold of an order. False, and nothing done, when the hold is not in the
 * step's state: so a repetition is harmless.
 */
async function take(ctx: Ctx, orderId: string, name: Step): Promise<boolean> {
  const step = STEPS[name];
  const now = sql<Date>`now()`;
  const taken = await query(ctx)
    .updateTable('Reservation')
    .set({
      state: step.to,
      ...(step.to === ReservationState.CONFIRMED ? { confirmedAt: now } : { releasedAt: now }),
    })
    .where('orderId', '=', orderId)
    .where('state', '=', step.from)
    .executeTakeFirstOrThrow();
  if (Number(taken.numUpdatedRows) === 0) return false;
  const lines = await query(ctx)
    .selectFrom('ReservationLine')
    .select(['variantId', 'quantity'])
    .where('orderId', '=', orderId)
    .orderBy('variantId')
    .execute();
  const locked = await lockStock(
    ctx,
    lines.map((line) => line.variantId),
  );
  const moves = lines.map((line) => ({
    variantId: line.variantId,
    type: step.type,
    // 0 times -1 is -0, which is another number to some comparisons.
    change: step.change * line.quantity || 0,
    reservedChange: step.reservedChange * line.quantity || 0,
    orderId,
  }));
  await moveStock(ctx, locked, moves);
  return true;
}

/**
 * A paid order: held units are sold. False when there is no hold to confirm. Needs a transaction.
 */
export const confirmReservation = (ctx: Ctx, orderId: string): Promise<boolean> =>
  take(ctx, orderId, 'confirm');

/**
 * A cancelled, expired or rejected order: held units are free again, sold ones are back, exactly
 * once. An order without a hold gets a released one, so that a `_stockReserve` still on its way
 * holds nothing. Needs a transaction.
 */
export async function releaseReservation(ctx: Ctx, orderId: string): Promise<void> {
  const now = sql<Date>`now()`;
  const tombstone = await query(ctx)
    .insertInto('Reservation')
    .values({
      orderId,
      id: newId('res'),
      state: ReservationState.RELEASED,
      expiresAt: now,
      releasedAt: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (Number(tombstone.numInsertedOrUpdatedRows) === 1) return;
  if (await take(ctx, orderId, 'release')) return;
  if (await take(ctx, orderId, 'take-back')) await undoRestocks(ctx, orderId);
}

/** Frees a hold that nobody will pay for; does nothing to a confirmed one. Needs a transaction. */
export const releaseHold = (ctx: Ctx, orderId: string): Promise<boolean> =>
  take(ctx, orderId, 'release');
