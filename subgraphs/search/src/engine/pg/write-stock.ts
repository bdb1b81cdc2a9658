import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { transactional } from '@emporium/db/transactional';
import { sql, type SqlBool } from 'kysely';
import type { CategoryDocument, StockDocument } from '../../document/product-document.js';
import { indexWords } from '../../text/normalise.js';
import { lockProducts } from './lock-products.js';
import { query } from './tables.js';

/** Keeps availabilities that are newer than what the index has. */
export async function writeStock(
  tx: SqlEntityManager,
  stocks: readonly StockDocument[],
): Promise<void> {
  if (stocks.length === 0) return;
  await query({ em: tx })
    .insertInto('Stock')
    .values(
      stocks.map(({ variantId, productId, version, available }) => ({
        variantId,
        productId,
        version,
        available,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('variantId')
        .doUpdateSet((eb) => ({
          version: eb.ref('excluded.version'),
          available: eb.ref('excluded.available'),
        }))
        .whereRef('Stock.version', '<', 'excluded.version'),
    )
    .execute();
}

/** Stores a variant's availability and works out anew whether its product is in stock. */
export async function changeStock(em: SqlEntityManager, stock: StockDocument): Promise<void> {
  await transactional(em, async (tx) => {
    await lockProducts(tx, [stock.productId]);
    await writeStock(tx, [stock]);
    await query({ em: tx })
      .updateTable('Document as d')
      .set((eb) => ({ inStock: eb.not(eb.ref('d.inStock')) }))
      .where('d.id', '=', stock.productId)
      .where('d.isDeleted', '=', false)
      .where((eb) => {
        const hasStock = eb.exists(
          eb
            .selectFrom('Stock as s')
            .select('s.variantId')
            .where((s) => sql<SqlBool>`${s.ref('s.variantId')} = any (${s.ref('d.variantIds')})`)
            .where('s.available', '>', 0),
        );
        return eb('d.inStock', '<>', hasStock.$castTo<boolean>());
      })
      .execute();
  });
}

/** Stores a category's label unless the index has a newer one. */
export async function writeCategory(
  em: SqlEntityManager,
  category: CategoryDocument,
): Promise<void> {
  const { id, version, slug, name, isDeleted } = category;
  const words = sql<
    string[]
  >`array(select json_array_elements_text(${JSON.stringify(indexWords(name))}::json))`;
  await query({ em })
    .insertInto('Category')
    .values({ id, version, slug, name, words, isDeleted })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          version: eb.ref('excluded.version'),
          slug: eb.ref('excluded.slug'),
          name: eb.ref('excluded.name'),
          words: eb.ref('excluded.words'),
          isDeleted: eb.ref('excluded.isDeleted'),
        }))
        .where((eb) =>
          eb.or([
            eb('Category.version', '<', eb.ref('excluded.version')),
            eb.ref('excluded.isDeleted'),
          ]),
        )
        .where('Category.isDeleted', '=', false),
    )
    .execute();
}

/** Adds sold units to variants and to the products they belong to. */
export async function writeSales(
  em: SqlEntityManager,
  lines: readonly { variantId: string; quantity: number }[],
): Promise<void> {
  if (lines.length === 0) return;
  const ids = lines.map((line) => line.variantId);
  await transactional(em, async (tx) => {
    const ctx = { em: tx };
    await query(ctx)
      .insertInto('Sales')
      .values(
        lines
          .toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1))
          .map(({ variantId, quantity }) => ({ variantId, pieces: quantity })),
      )
      .onConflict((conflict) =>
        conflict
          .column('variantId')
          .doUpdateSet((eb) => ({ pieces: eb('Sales.pieces', '+', eb.ref('excluded.pieces')) })),
      )
      .execute();
    await query(ctx)
      .updateTable('Document as d')
      .set((eb) => ({
        sold: eb
          .selectFrom('Sales as s')
          .select((s) => sql<number>`coalesce(sum(${s.ref('s.pieces')}), 0)::integer`.as('sold'))
          .where((s) => sql<SqlBool>`${s.ref('s.variantId')} = any (${s.ref('d.variantIds')})`),
      }))
      .where((eb) => sql<SqlBool>`${eb.ref('d.variantIds')} && array[${sql.join(ids)}]::text[]`)
      .execute();
  });
}
