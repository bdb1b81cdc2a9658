import { newId } from '@emporium/db/new-id';
import { idempotencyKeyReused } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import { id } from '../product/text-rules.js';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { insufficientStock } from '../stock/insufficient-stock.js';
import { lockStock, moveStock } from '../stock/move-stock.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { query } from '../tables.js';
import { quoteLines, writeLines } from './quote-lines.js';
import { readReservation } from './read-reservation.js';
import { reservationLines, sumByVariant } from './reservation-lines.js';
import { ReservationState, type Reservation, type ReservationLine } from './reservation.type.js';

/** Orders decides expiry; this much later catalog starts to ask whether it forgot. */
export const GRACE_MS = 600_000;
/** Less than one in so many units left for others is little. */
const SCARCE = 5;

const rules = z.object({
  orderId: id,
  lines: reservationLines,
  expiresAt: z.date(),
});

/** What orders asks for. `expiresAt` = when the order expires unless it is paid. */
export interface ReserveInput {
  orderId: string;
  lines: readonly ReservationLine[];
  expiresAt: Date;
}

/**
 * Holds the units of an order, all lines or none, and quotes the prices that count. Idempotent by
 * order id: a repetition gets the first answer, whatever became of it meanwhile. Throws a Rejection
 * that names every line at fault.
 */
export async function reserveStock(ctx: Ctx, input: ReserveInput): Promise<Reservation> {
  const { orderId, lines, expiresAt } = checked(rules, input);
  const wanted = sumByVariant(lines);
  return inTransaction(ctx, async () => {
    const fresh = await query(ctx)
      .insertInto('Reservation')
      .values({
        orderId,
        id: newId('res'),
        state: ReservationState.HELD,
        expiresAt: new Date(expiresAt.getTime() + GRACE_MS),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (Number(fresh.numInsertedOrUpdatedRows) === 0) return repeated(ctx, orderId, wanted);
    const locked = await lockStock(ctx, [...wanted.keys()]);
    const quotes = await quoteLines(ctx, wanted);
    const short = [...wanted].flatMap(([variantId, quantity], index) => {
      const stock = locked.get(variantId)!;
      const available = stock.onHand - stock.reserved;
      return available < quantity
        ? [insufficientStock(variantId, quantity, available, ['lines', String(index), 'quantity'])]
        : [];
    });
    if (short.length > 0) throw new Rejection(...short);
    const moves = [...wanted].map(([variantId, quantity]) => ({
      variantId,
      type: StockMovementType.RESERVATION,
      change: 0,
      reservedChange: quantity,
      orderId,
    }));
    await moveStock(ctx, locked, moves);
    await writeLines(ctx, orderId, quotes);
    const isScarce = [...wanted].some(([variantId, quantity]) => {
      const { onHand, reserved } = locked.get(variantId)!;
      return (onHand - reserved - quantity) * SCARCE < onHand;
    });
    return Object.assign((await readReservation(ctx, orderId))!, { isScarce });
  });
}

async function repeated(
  ctx: Ctx,
  orderId: string,
  wanted: ReadonlyMap<string, number>,
): Promise<Reservation> {
  const reservation = (await readReservation(ctx, orderId))!;
  const same =
    reservation.lines.length === wanted.size &&
    reservation.lines.every((line) => wanted.get(line.variantId) === line.quantity);
  // A hold released before it was made has no lines: the order was cancelled while this call was on
  // its way.
  if (same || (reservation.state === ReservationState.RELEASED && reservation.lines.length === 0))
    return reservation;
  throw new Rejection(idempotencyKeyReused());
}
