import { PoisonMessageError } from '@emporium/bus/event-bus';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { lockStock, moveStock } from '../stock/move-stock.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { query } from '../tables.js';
import { ReservationState } from './reservation.type.js';

/** Units that go back to the shelf; each variant once. */
export interface Restock {
  orderId: string;
  /** Key of this one movement. */
  restockId: string;
  cause: string;
  lines: readonly { variantId: string; quantity: number }[];
}

/** Units that came back so far, by variant. Needs a transaction that holds the order's hold. */
export async function returnedUnits(ctx: Ctx, orderId: string): Promise<Map<string, number>> {
  const rows = await query(ctx)
    .selectFrom('StockMovement')
    .select((eb) => ['variantId', sql<number>`sum(${eb.ref('change')})::integer`.as('returned')])
    .where('orderId', '=', orderId)
    .where('type', '=', StockMovementType.RETURN)
    .groupBy('variantId')
    .orderBy('variantId')
    .execute();
  return new Map(rows.map((row) => [row.variantId, row.returned]));
}

/**
 * Puts units of a sold order back, once per restockId; nothing when the order was cancelled as a
 * whole, which gave all of them back. Throws when it is not sold yet, which a later try finds
 * otherwise, and PoisonMessageError for more than was sold. Needs a transaction.
 */
export async function restockUnits(
  ctx: Ctx,
  { orderId, restockId, cause, lines }: Restock,
): Promise<void> {
  const hold = await query(ctx)
    .selectFrom('Reservation')
    .select('state')
    .where('orderId', '=', orderId)
    .forUpdate()
    .executeTakeFirst();
  if (hold?.state === ReservationState.RELEASED) return;
  if (hold?.state !== ReservationState.CONFIRMED)
    throw new Error(`units of order ${orderId} come back before they were sold`);
  if (await isDone(ctx, orderId, restockId)) return;
  await refuseMoreThanSold(ctx, orderId, lines);
  const locked = await lockStock(
    ctx,
    lines.map((line) => line.variantId),
  );
  const moves = lines.map(({ variantId, quantity }) => ({
    variantId,
    type: StockMovementType.RETURN,
    change: quantity,
    reservedChange: 0,
    reason: cause,
    orderId,
    source: restockId,
  }));
  await moveStock(ctx, locked, moves);
}

async function isDone(ctx: Ctx, orderId: string, source: string): Promise<boolean> {
  const done = await query(ctx)
    .selectFrom('StockMovement')
    .select('id')
    .where('orderId', '=', orderId)
    .where('type', '=', StockMovementType.RETURN)
    .where('source', '=', source)
    .limit(1)
    .executeTakeFirst();
  return done !== undefined;
}

async function refuseMoreThanSold(
  ctx: Ctx,
  orderId: string,
  lines: Restock['lines'],
): Promise<void> {
  const sold = await query(ctx)
    .selectFrom('ReservationLine')
    .select(['variantId', 'quantity'])
    .where('orderId', '=', orderId)
    .execute();
  const returned = await returnedUnits(ctx, orderId);
  for (const { variantId, quantity } of lines) {
    const most = sold.find((line) => line.variantId === variantId)?.quantity ?? 0;
    if ((returned.get(variantId) ?? 0) + quantity > most)
      throw new PoisonMessageError(
        `order ${orderId} had ${most} of variant ${variantId}, more would come back`,
      );
  }
}

/**
 * An order that is cancelled as a whole gives all its units back: those that came back before are
 * taken out again, so that no unit is counted twice. Needs a transaction, after the take-back.
 */
export async function undoRestocks(ctx: Ctx, orderId: string): Promise<void> {
  const returned = [...(await returnedUnits(ctx, orderId))].filter(([, units]) => units > 0);
  if (returned.length === 0) return;
  const locked = await lockStock(
    ctx,
    returned.map(([variantId]) => variantId),
  );
  const moves = returned.map(([variantId, units]) => ({
    variantId,
    type: StockMovementType.RETURN,
    change: -units,
    reservedChange: 0,
    reason: 'ORDER_CANCELLED',
    orderId,
    source: `cancelled:${orderId}`,
  }));
  await moveStock(ctx, locked, moves);
}
