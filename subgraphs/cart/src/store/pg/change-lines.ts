import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { newId } from '@emporium/db/new-id';
import { sql } from 'kysely';
import { query } from '../../tables.js';
import type { StoredLine } from '../cart-store.js';
import { MAX_QUANTITY } from '../limits.js';
import { refuse } from './write-cart.js';

/**
 * Adds quantities in one statement: what is there grows by the database's own arithmetic, never by
 * a value read before.
 */
export async function upsertLines(
  tx: SqlEntityManager,
  cartId: string,
  lines: readonly Omit<StoredLine, 'id'>[],
): Promise<void> {
  if (lines.length === 0) return;
  const values = sumByVariant(lines).map(({ variantId, quantity, priceWhenAdded, name, sku }) => ({
    cartId,
    variantId,
    id: newId('crl'),
    quantity,
    priceMinor: priceWhenAdded.minor,
    priceCurrency: priceWhenAdded.currency,
    name,
    sku,
  }));
  await query({ em: tx })
    .insertInto('CartLineRow')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['cartId', 'variantId']).doUpdateSet((eb) => ({
        quantity: eb('CartLineRow.quantity', '+', eb.ref('excluded.quantity')),
      })),
    )
    .execute();
}

/** Quantities of lines as a table `v`. */
export function quantities(lines: readonly Pick<StoredLine, 'id' | 'quantity'>[]) {
  const rows = lines.map((line) => sql`(${line.id}, ${line.quantity}::integer)`);
  return sql<Pick<StoredLine, 'id' | 'quantity'>>`(values ${sql.join(rows)})`.as<'v'>(
    sql`v (id, quantity)`,
  );
}

/** Sets quantities in one statement. Refuses with LINE_NOT_FOUND when a line is not in the cart. */
export async function updateLines(
  tx: SqlEntityManager,
  cartId: string,
  changes: readonly { lineId: string; quantity: number }[],
): Promise<void> {
  const last = [...new Map(changes.map((change) => [change.lineId, change.quantity]))].map(
    ([id, quantity]) => ({ id, quantity }),
  );
  if (last.length === 0) return;
  const { numUpdatedRows } = await query({ em: tx })
    .updateTable('CartLineRow as l')
    .from(quantities(last))
    .set((eb) => ({ quantity: eb.ref('v.quantity') }))
    .where('l.cartId', '=', cartId)
    .whereRef('l.id', '=', 'v.id')
    .executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) < last.length) refuse('LINE_NOT_FOUND');
}

/** Removes lines. Refuses with LINE_NOT_FOUND when one is not in the cart. */
export async function deleteLines(
  tx: SqlEntityManager,
  cartId: string,
  lineIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(lineIds)];
  if (ids.length === 0) return;
  const { numDeletedRows } = await query({ em: tx })
    .deleteFrom('CartLineRow')
    .where('cartId', '=', cartId)
    .where('id', 'in', ids)
    .executeTakeFirstOrThrow();
  if (Number(numDeletedRows) < ids.length) refuse('LINE_NOT_FOUND');
}

// One statement cannot touch a row twice, so equal variants are summed before; cut just above the
// limit so that it fits the column.
function sumByVariant(lines: readonly Omit<StoredLine, 'id'>[]): Omit<StoredLine, 'id'>[] {
  const sums = new Map<string, Omit<StoredLine, 'id'>>();
  for (const line of lines) {
    const quantity = Math.min(
      MAX_QUANTITY + 1,
      line.quantity + (sums.get(line.variantId)?.quantity ?? 0),
    );
    sums.set(line.variantId, { ...(sums.get(line.variantId) ?? line), quantity });
  }
  return [...sums.values()];
}
