import { asEntity } from '@emporium/db/as-entity';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { counted } from '@emporium/graphql/counted';
import { keyset, keysetCursor, type SortValue } from '@emporium/graphql/keyset';
import {
  connection,
  pageRequest,
  type ConnectionOf,
  type ForwardPageArgs,
  type PageRequest,
} from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { sql, type Selectable } from 'kysely';
import type { Columns } from '@emporium/db/entity-tables';
import { NEWEST_FIRST, productOrder } from '../product/list-products.js';
import { productColumns, visibleProducts } from '../product/load-products.js';
import { Product } from '../product/product.entity.js';
import { groupBy } from '../row/group-by.js';
import { query } from '../tables.js';

const ORDER = productOrder(NEWEST_FIRST);

interface PageKey {
  categoryId: string;
  page: PageRequest;
}

type ProductRow = Omit<Selectable<Columns<Product>>, 'csv' | 'deletedAt'> & {
  rootId: string;
  sortValue: SortValue;
};

/** Products of categories and of everything below them, once per category: `members`. */
function withMembers(ctx: Ctx, categoryIds: readonly string[]) {
  return query(ctx)
    .withRecursive('tree', (db) =>
      db
        .selectFrom('Category as c')
        .where('c.id', 'in', categoryIds)
        .select(['c.id as rootId', 'c.id'])
        .unionAll((union) =>
          union
            .selectFrom('tree as t')
            .innerJoin('Category as c', 'c.parentId', 't.id')
            .select(['t.rootId', 'c.id']),
        ),
    )
    .with('members', (db) =>
      db
        .selectFrom('tree as t')
        .innerJoin('ProductCategory as pc', 'pc.categoryId', 't.id')
        .select(['t.rootId', 'pc.productId'])
        .distinct(),
    );
}

async function pages(ctx: Ctx, keys: readonly PageKey[]): Promise<ProductRow[][]> {
  const results = new Map<PageKey, ProductRow[]>();
  for (const group of groupBy(keys, (key) => JSON.stringify(key.page)).values()) {
    const { page } = group[0]!;
    const { condition, direction } = keyset(ORDER, page);
    const rows = await withMembers(
      ctx,
      group.map((key) => key.categoryId),
    )
      .selectFrom((eb) =>
        eb
          .selectFrom('members as m')
          .innerJoin('Product as p', 'p.id', 'm.productId')
          .select(productColumns(ctx))
          .select(['m.rootId', sql<SortValue>`${ORDER.value}`.as('sortValue')])
          .select((row) =>
            row.fn
              .agg<number>('row_number')
              .over((over) =>
                over
                  .partitionBy('m.rootId')
                  .orderBy(ORDER.value, direction)
                  .orderBy(ORDER.id, direction),
              )
              .as('rowNo'),
          )
          .where(visibleProducts(ctx))
          .where(condition)
          .as('x'),
      )
      .selectAll()
      .where('x.rowNo', '<=', page.size + 1)
      .orderBy('x.rootId')
      .orderBy('x.rowNo')
      .execute();
    const byRoot = groupBy(rows, (row) => row.rootId);
    for (const key of group) results.set(key, byRoot.get(key.categoryId) ?? []);
  }
  return keys.map((key) => results.get(key) ?? []);
}

async function counts(ctx: Ctx, ids: readonly string[]): Promise<number[]> {
  const rows = await withMembers(ctx, ids)
    .selectFrom('members as m')
    .innerJoin('Product as p', 'p.id', 'm.productId')
    .where(visibleProducts(ctx))
    .groupBy('m.rootId')
    .select(['m.rootId', (eb) => eb.fn.countAll<number>().as('total')])
    .execute();
  const byRoot = new Map(rows.map((row) => [row.rootId, row.total]));
  return ids.map((id) => byRoot.get(id) ?? 0);
}

/** A page of the products in a category or below it, newest first, batched over categories. */
export async function productsOfCategory(
  ctx: Ctx,
  categoryId: string,
  args: ForwardPageArgs,
): Promise<ConnectionOf<Product>> {
  const page = pageRequest(args, ORDER.name, 20);
  const rows = (await batchByKey(ctx, pages).load({ categoryId, page })) ?? [];
  const cursors = new Map(rows.map((row) => [row.id, keysetCursor(ORDER, row)]));
  const products = rows.map((row) => asEntity(Product, row));
  const result = connection(products, page, ({ id }) => cursors.get(id)!);
  return counted(result, async () => (await batchByKey(ctx, counts).load(categoryId)) ?? 0);
}
