import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { newId } from '@emporium/db/new-id';
import { sqlRun } from '@emporium/db/sql';
import type { StoredLine } from '../cart-store.js';
import { MAX_QUANTITY } from '../limits.js';
import { refuse } from './write-cart.js';

/** Adds quantities in one statement: what is there grows by the database's own arithmetic, never by a value read before. */
export async function upsertLines(tx: SqlEntityManager, cartId: string, lines: readonly Omit<StoredLine, 'id'>[]): Promise<void> {
  if (lines.length === 0) return;
  const values = sumByVariant(lines).map((line) => ({ ...line, id: newId('crl') }));
  await sqlRun(
    tx,
    `insert into cart.cart_line (cart_id, variant_id, id, quantity, price_minor, price_currency, name, sku)
     values ${values.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}
     on conflict (cart_id, variant_id) do update set quantity = cart_line.quantity + excluded.quantity`,
    values.flatMap((l) => [cartId, l.variantId, l.id, l.quantity, l.priceWhenAdded.minor, l.priceWhenAdded.currency, l.name, l.sku]),
  );
}

/** Sets quantities in one statement. Refuses with LINE_NOT_FOUND when a line is not in the cart. */
export async function updateLines(
  tx: SqlEntityManager,
  cartId: string,
  changes: readonly { lineId: string; quantity: number }[],
): Promise<void> {
  const last = [...new Map(changes.map((change) => [change.lineId, change.quantity]))];
  if (last.length === 0) return;
  const changed = await sqlRun(
    tx,
    `update cart.cart_line l set quantity = v.quantity
     from (values ${last.map(() => '(?, ?::integer)').join(', ')}) as v (id, quantity) where l.cart_id = ? and l.id = v.id`,
    [...last.flat(), cartId],
  );
  if (changed < last.length) refuse('LINE_NOT_FOUND');
}

/** Removes lines. Refuses with LINE_NOT_FOUND when one is not in the cart. */
export async function deleteLines(tx: SqlEntityManager, cartId: string, lineIds: readonly string[]): Promise<void> {
  const ids = [...new Set(lineIds)];
  if (ids.length === 0) return;
  const removed = await sqlRun(tx, `delete from cart.cart_line where cart_id = ? and id in (?)`, [cartId, ids]);
  if (removed < ids.length) refuse('LINE_NOT_FOUND');
}

// One statement cannot touch a row twice, so equal variants are summed before; cut just above the limit so that it fits the column.
function sumByVariant(lines: readonly Omit<StoredLine, 'id'>[]): Omit<StoredLine, 'id'>[] {
  const sums = new Map<string, Omit<StoredLine, 'id'>>();
  for (const line of lines) {
    const quantity = Math.min(MAX_QUANTITY + 1, line.quantity + (sums.get(line.variantId)?.quantity ?? 0));
    sums.set(line.variantId, { ...(sums.get(line.variantId) ?? line), quantity });
  }
  return [...sums.values()];
}
