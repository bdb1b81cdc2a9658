import { newId } from '@emporium/db/new-id';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { StockChanged } from '@emporium/catalog-events';
import { query } from '../tables.js';
import { StockMovement, type StockMovementType } from './stock-movement.entity.js';

/** Stock of a variant as it is while this transaction holds its lock. */
export interface LockedStock {
  variantId: string;
  productId: string;
  onHand: number;
  reserved: number;
  version: number;
}

/** One line for the ledger; at most one per variant and call. */
export interface StockMove {
  variantId: string;
  type: StockMovementType;
  change: number;
  reservedChange: number;
  reason?: string | null;
  orderId?: string;
  /** What a RETURN of an order stems from; one line per variant and source. */
  source?: string;
}

type StockChange = Pick<StockMove, 'variantId' | 'change' | 'reservedChange'>;

/**
 * Locks the stock of variants, in the order of their ids, so that two orders never wait for each
 * other in a circle.
 */
export async function lockStock(
  ctx: Ctx,
  variantIds: readonly string[],
): Promise<Map<string, LockedStock>> {
  const rows = await query(ctx)
    .selectFrom('Stock as s')
    .innerJoin('ProductVariant as v', 'v.id', 's.variantId')
    .select(['s.variantId', 'v.productId', 's.onHand', 's.reserved', 's.version'])
    .where('s.variantId', 'in', variantIds)
    .orderBy('s.variantId')
    .forUpdate('s')
    .execute();
  return new Map(rows.map((row) => [row.variantId, row]));
}

/**
 * Changes locked stock, writes the ledger and announces what can be ordered now. Must run in the
 * transaction that holds the locks. Throws when a move would make stock negative or promise more
 * than there is: callers check before and refuse with a readable error.
 */
export async function moveStock(
  ctx: Ctx,
  locked: ReadonlyMap<string, LockedStock>,
  moves: readonly StockMove[],
): Promise<StockMovement[]> {
  const rows = sql.join(
    moves.map(
      (move) => sql`(${move.variantId}, ${move.change}::integer, ${move.reservedChange}::integer)`,
    ),
  );
  const { numUpdatedRows } = await query(ctx)
    .updateTable('Stock as s')
    .from(sql<StockChange>`(values ${rows})`.as<'m'>(sql`m (variant_id, change, reserved_change)`))
    .set((eb) => ({
      onHand: eb('s.onHand', '+', eb.ref('m.change')),
      reserved: eb('s.reserved', '+', eb.ref('m.reservedChange')),
      version: sql<number>`${eb.ref('s.version')} + case when ${eb.ref('m.change')} <> ${eb.ref('m.reservedChange')} then 1 else 0 end`,
    }))
    .whereRef('s.variantId', '=', 'm.variantId')
    .where((eb) =>
      eb(
        eb('s.onHand', '+', eb.ref('m.change')),
        '>=',
        eb('s.reserved', '+', eb.ref('m.reservedChange')),
      ),
    )
    .where((eb) => eb(eb('s.reserved', '+', eb.ref('m.reservedChange')), '>=', 0))
    .executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) !== moves.length)
    throw new Error(
      `stock would become negative: ${moves.map((move) => move.variantId).join(', ')}`,
    );
  const movements = moves.map((move) => movementOf(ctx, move, locked.get(move.variantId)!));
  if (movements.length > 0)
    await query(ctx).insertInto('StockMovement').values(movements).execute();
  for (const move of moves) announce(ctx, move, locked.get(move.variantId)!);
  return movements;
}

function movementOf(ctx: Ctx, move: StockMove, before: LockedStock): StockMovement {
  return Object.assign(new StockMovement(), {
    id: newId('mov'),
    variantId: move.variantId,
    type: move.type,
    change: move.change,
    reservedChange: move.reservedChange,
    balanceAfter: before.onHand + move.change,
    reservedAfter: before.reserved + move.reservedChange,
    reason: move.reason ?? null,
    actor: ctx.principal.sub ?? null,
    orderId: move.orderId ?? null,
    source: move.source ?? null,
    createdAt: ctx.now(),
  });
}

function announce(ctx: Ctx, move: StockMove, before: LockedStock): void {
  // A paid order moves held units out of the house: what can be ordered stays the same.
  if (move.change === move.reservedChange) return;
  const { variantId, productId } = before;
  const available = before.onHand + move.change - before.reserved - move.reservedChange;
  const version = before.version + 1;
  ctx.emit(StockChanged, {
    key: variantId,
    version,
    data: { variantId, productId, available, version },
  });
}
