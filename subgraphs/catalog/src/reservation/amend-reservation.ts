import type { Ctx } from '@emporium/platform/context';
import { lockStock, moveStock, type StockMove } from '../stock/move-stock.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { query } from '../tables.js';
import { ReservationState } from './reservation.type.js';
import { releaseHold } from './settle-reservation.js';

/** Units of one variant. */
interface Units {
  variantId: string;
  quantity: number;
}

/** A change of a sold order: each variant once in `added` and `removed` together. */
export interface Amendment {
  orderId: string;
  /** Key of this one change, and the name of the hold that has the added units. */
  editId: string;
  added: readonly Units[];
  removed: readonly Units[];
}

/**
 * Makes the units that were held for a change of a sold order a part of its own hold, and takes
 * what it has no more back; once per editId. Nothing for an order that was cancelled as a whole but
 * the end of the change's hold. Throws when the order is not sold yet, which a later try finds
 * otherwise. Needs a transaction.
 */
export async function amendReservation(ctx: Ctx, amendment: Amendment): Promise<void> {
  const { orderId, editId, added, removed } = amendment;
  const hold = await query(ctx)
    .selectFrom('Reservation')
    .select('state')
    .where('orderId', '=', orderId)
    .forUpdate()
    .executeTakeFirst();
  if (hold?.state === ReservationState.RELEASED) return void (await releaseHold(ctx, editId));
  if (hold?.state !== ReservationState.CONFIRMED)
    throw new Error(`order ${orderId} is changed before its units were sold`);
  if (await isDone(ctx, orderId, editId)) return;
  // The added units are free for a moment that nobody sees: this transaction has the locks.
  await releaseHold(ctx, editId);
  for (const line of added) await addUnits(ctx, amendment, line);
  for (const line of removed) await removeUnits(ctx, orderId, line);
  const moves = [
    ...added.map((line) => moveOf(amendment, line, StockMovementType.ORDER, -1)),
    ...removed.map((line) => moveOf(amendment, line, StockMovementType.ORDER_CANCELLED, 1)),
  ];
  if (moves.length === 0) return;
  const locked = await lockStock(
    ctx,
    moves.map(({ variantId }) => variantId),
  );
  await moveStock(ctx, locked, moves);
}

const moveOf = (
  { orderId, editId: source }: Amendment,
  { variantId, quantity }: Units,
  type: StockMovementType,
  sign: 1 | -1,
): StockMove => ({
  variantId,
  type,
  change: sign * quantity,
  reservedChange: 0,
  reason: 'ORDER_EDITED',
  orderId,
  source,
});

async function isDone(ctx: Ctx, orderId: string, source: string): Promise<boolean> {
  const done = await query(ctx)
    .selectFrom('StockMovement')
    .select('id')
    .where('orderId', '=', orderId)
    .where('source', '=', source)
    .limit(1)
    .executeTakeFirst();
  return done !== undefined;
}

/** Units of a variant that the order had already, or the quote with which they were held. */
async function addUnits(
  ctx: Ctx,
  { orderId, editId }: Amendment,
  { variantId, quantity }: Units,
): Promise<void> {
  const raised = await query(ctx)
    .updateTable('ReservationLine')
    .set((eb) => ({ quantity: eb('quantity', '+', quantity) }))
    .where('orderId', '=', orderId)
    .where('variantId', '=', variantId)
    .executeTakeFirstOrThrow();
  if (Number(raised.numUpdatedRows) === 1) return;
  const quote = await query(ctx)
    .selectFrom('ReservationLine')
    .selectAll()
    .where('orderId', '=', editId)
    .where('variantId', '=', variantId)
    .executeTakeFirst();
  if (!quote) throw new Error(`nothing of variant ${variantId} was held for the change ${editId}`);
  await query(ctx)
    .insertInto('ReservationLine')
    .values({ ...quote, orderId, quantity })
    .execute();
}

async function removeUnits(
  ctx: Ctx,
  orderId: string,
  { variantId, quantity }: Units,
): Promise<void> {
  const lines = query(ctx)
    .deleteFrom('ReservationLine')
    .where('orderId', '=', orderId)
    .where('variantId', '=', variantId)
    .where('quantity', '=', quantity);
  if (Number((await lines.executeTakeFirstOrThrow()).numDeletedRows) === 1) return;
  const lowered = await query(ctx)
    .updateTable('ReservationLine')
    .set((eb) => ({ quantity: eb('quantity', '-', quantity) }))
    .where('orderId', '=', orderId)
    .where('variantId', '=', variantId)
    .where('quantity', '>', quantity)
    .executeTakeFirstOrThrow();
  if (Number(lowered.numUpdatedRows) !== 1)
    throw new Error(`order ${orderId} has not ${quantity} units of variant ${variantId}`);
}
