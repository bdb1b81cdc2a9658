import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRun } from '@emporium/db/sql';
import type { CategoryDocument, StockDocument } from '../../document/product-document.js';
import { indexWords } from '../../text/normalise.js';
import { lockProducts } from './lock-products.js';

/** Keeps availabilities that are newer than what the index has. */
export async function writeStock(tx: SqlEntityManager, stocks: readonly StockDocument[]): Promise<void> {
  if (stocks.length === 0) return;
  await sqlRun(
    tx,
    `insert into search.stock as t (variant_id, product_id, version, available) values ${stocks.map(() => '(?, ?, ?, ?)').join(', ')}
     on conflict (variant_id) do update set version = excluded.version, available = excluded.available where t.version < excluded.version`,
    stocks.flatMap((stock) => [stock.variantId, stock.productId, stock.version, stock.available]),
  );
}

/** Stores a variant's availability and works out anew whether its product is in stock. */
export async function changeStock(em: SqlEntityManager, stock: StockDocument): Promise<void> {
  await em.transactional(async (inner) => {
    const tx = inner as SqlEntityManager;
    await lockProducts(tx, [stock.productId]);
    await writeStock(tx, [stock]);
    await sqlRun(
      tx,
      `update search.document d set in_stock = not d.in_stock
       where d.id = ? and not d.is_deleted
         and d.in_stock <> exists (select 1 from search.stock s where s.variant_id = any (d.variant_ids) and s.available > 0)`,
      [stock.productId],
    );
  });
}

/** Stores a category's label unless the index has a newer one. */
export async function writeCategory(em: SqlEntityManager, category: CategoryDocument): Promise<void> {
  await sqlRun(
    em,
    `insert into search.category as t (id, version, slug, name, words, is_deleted)
     values (?, ?, ?, ?, array(select json_array_elements_text(?::json)), ?)
     on conflict (id) do update set version = excluded.version, slug = excluded.slug, name = excluded.name, words = excluded.words,
       is_deleted = excluded.is_deleted
     where (t.version < excluded.version or excluded.is_deleted) and not t.is_deleted`,
    [category.id, category.version, category.slug, category.name, JSON.stringify(indexWords(category.name)), category.isDeleted],
  );
}

/** Adds sold pieces to variants and to the products they belong to. */
export async function writeSales(em: SqlEntityManager, lines: readonly { variantId: string; quantity: number }[]): Promise<void> {
  if (lines.length === 0) return;
  const ids = lines.map((line) => line.variantId);
  await em.transactional(async (inner) => {
    const tx = inner as SqlEntityManager;
    await sqlRun(
      tx,
      `insert into search.sales as t (variant_id, pieces) values ${lines.map(() => '(?, ?)').join(', ')}
       on conflict (variant_id) do update set pieces = t.pieces + excluded.pieces`,
      lines.toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1)).flatMap((line) => [line.variantId, line.quantity]),
    );
    await sqlRun(
      tx,
      `update search.document d set sold = (select coalesce(sum(s.pieces), 0)::integer from search.sales s where s.variant_id = any (d.variant_ids))
       where d.variant_ids && array[?]::text[]`,
      [ids],
    );
  });
}
