import { sqlRows, sqlRun } from '@emporium/db/sql';
import { notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { Refusal } from '../refusal/refusal.js';
import { valuesList } from '../row/literals.js';
import { lockTree } from './lock-tree.js';

/** Assigns a product to exactly these categories. Needs the transaction that holds the product's row. Throws a Refusal for unknown ones. */
export async function assignCategories(ctx: Ctx, productId: string, categoryIds: readonly string[]): Promise<void> {
  await lockTree(ctx, 'shared');
  await sqlRun(ctx.em, `delete from catalog.product_category where product_id = ?`, [productId]);
  if (categoryIds.length === 0) return;
  const known = await sqlRows<{ id: string }>(ctx.em, `select id from catalog.category where id in (?)`, [categoryIds]);
  const missing = categoryIds.flatMap((id, index) =>
    known.some((row) => row.id === id) ? [] : [notFound(`There is no category ${id}.`, ['categoryIds', String(index)])],
  );
  if (missing.length > 0) throw new Refusal(...missing);
  const { sql, params } = valuesList(categoryIds.map((id, position) => [productId, id, position]));
  await sqlRun(ctx.em, `insert into catalog.product_category (product_id, category_id, position) values ${sql}`, params);
}
