import { newId } from '@emporium/db/new-id';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import { StockChanged } from '../events.js';
import { valuesList } from '../row/literals.js';
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
}

/** Locks the stock of variants, in the order of their ids, so that two orders never wait for each other in a circle. */
export async function lockStock(ctx: Ctx, variantIds: readonly string[]): Promise<Map<string, LockedStock>> {
  const rows = await sqlRows<LockedStock>(
    ctx.em,
    `select s.variant_id as "variantId", v.product_id as "productId", s.on_hand as "onHand", s.reserved, s.version
     from catalog.stock s join catalog.product_variant v on v.id = s.variant_id
     where s.variant_id in (?) order by s.variant_id for update of s`,
    [variantIds],
  );
  return new Map(rows.map((row) => [row.variantId, row]));
}

/**
 * Changes locked stock, writes the ledger and announces what can be ordered now. Must run in the transaction that holds the locks. Throws
 * when a move would make stock negative or promise more than there is: callers check before and refuse with a readable error.
 */
export async function moveStock(ctx: Ctx, locked: ReadonlyMap<string, LockedStock>, moves: readonly StockMove[]): Promise<StockMovement[]> {
  const changed = await sqlRun(
    ctx.em,
    `update catalog.stock s set on_hand = s.on_hand + m.change, reserved = s.reserved + m.reserved_change,
       version = s.version + case when m.change <> m.reserved_change then 1 else 0 end
     from (values ${moves.map(() => '(?, ?::integer, ?::integer)').join(', ')}) as m (variant_id, change, reserved_change)
     where s.variant_id = m.variant_id and s.on_hand + m.change >= s.reserved + m.reserved_change and s.reserved + m.reserved_change >= 0`,
    moves.flatMap((move) => [move.variantId, move.change, move.reservedChange]),
  );
  if (changed !== moves.length) throw new Error(`stock would become negative: ${moves.map((move) => move.variantId).join(', ')}`);
  const movements = moves.map((move) => movementOf(ctx, move, locked.get(move.variantId)!));
  await writeLedger(ctx, movements);
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
    createdAt: ctx.now(),
  });
}

async function writeLedger(ctx: Ctx, movements: readonly StockMovement[]): Promise<void> {
  const { sql, params } = valuesList(
    movements.map((m) => [
      m.id,
      m.variantId,
      m.type,
      m.change,
      m.reservedChange,
      m.balanceAfter,
      m.reservedAfter,
      m.reason,
      m.actor,
      m.orderId,
      m.createdAt,
    ]),
  );
  await sqlRun(
    ctx.em,
    `insert into catalog.stock_movement
       (id, variant_id, type, change, reserved_change, balance_after, reserved_after, reason, actor, order_id, created_at) values ${sql}`,
    params,
  );
}

function announce(ctx: Ctx, move: StockMove, before: LockedStock): void {
  // A paid order moves held pieces out of the house: what can be ordered stays the same.
  if (move.change === move.reservedChange) return;
  const { variantId, productId } = before;
  const available = before.onHand + move.change - before.reserved - move.reservedChange;
  const version = before.version + 1;
  ctx.emit(StockChanged, { key: variantId, version, data: { variantId, productId, available, version } });
}
