import { sqlRows } from '@emporium/db/sql';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { connection, pageRequest, type ConnectionOf, type ForwardPageArgs, type PageRequest } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { NEWEST_FIRST, productCursor, productOrder } from '../product/list-products.js';
import { visibleProducts } from '../product/load-products.js';
import { Product, PRODUCT_COLUMNS } from '../product/product.entity.js';
import { groupBy } from '../row/group-by.js';
import { counted } from '@emporium/graphql/counted';
import { keyset } from '../row/keyset.js';
import { toEntity } from '@emporium/db/to-entity';

const ORDER = productOrder(NEWEST_FIRST);

/** Products of categories and of everything below them, once per category. */
const MEMBERS = `with recursive tree as (
    select id as root_id, id from catalog.category where id in (?)
    union all select t.root_id, c.id from tree t join catalog.category c on c.parent_id = t.id),
  members as (select distinct t.root_id, pc.product_id from tree t join catalog.product_category pc on pc.category_id = t.id)`;

interface PageKey {
  categoryId: string;
  page: PageRequest;
}

async function pages(ctx: Ctx, keys: readonly PageKey[]): Promise<Record<string, unknown>[][]> {
  const results = new Map<PageKey, Record<string, unknown>[]>();
  for (const group of groupBy(keys, (key) => JSON.stringify(key.page)).values()) {
    const { page } = group[0]!;
    const { condition, params, orderBy } = keyset(ORDER, page);
    const rows = await sqlRows(
      ctx.em,
      `${MEMBERS} select * from (
         select m.root_id, ${PRODUCT_COLUMNS}, ${ORDER.value} as sort_value, row_number() over (partition by m.root_id order by ${orderBy}) as row_no
         from members m join catalog.product p on p.id = m.product_id where ${visibleProducts(ctx)} and ${condition}) x
       where row_no <= ? order by root_id, row_no`,
      [group.map((key) => key.categoryId), ...params, page.size + 1],
    );
    const byRoot = groupBy(rows, (row) => row['root_id']);
    for (const key of group) results.set(key, byRoot.get(key.categoryId) ?? []);
  }
  return keys.map((key) => results.get(key) ?? []);
}

async function counts(ctx: Ctx, ids: readonly string[]): Promise<number[]> {
  const rows = await sqlRows<{ root_id: string; n: number }>(
    ctx.em,
    `${MEMBERS} select m.root_id, count(*)::int as n from members m join catalog.product p on p.id = m.product_id where ${visibleProducts(ctx)} group by m.root_id`,
    [ids],
  );
  const byRoot = new Map(rows.map((row) => [row.root_id, row.n]));
  return ids.map((id) => byRoot.get(id) ?? 0);
}

/** A page of the products in a category or below it, newest first, batched over categories. */
export async function productsOfCategory(ctx: Ctx, categoryId: string, args: ForwardPageArgs): Promise<ConnectionOf<Product>> {
  const page = pageRequest(args, ORDER.name, 20);
  const rows = (await batchByKey(ctx, pages).load({ categoryId, page })) ?? [];
  const cursors = new Map(rows.map((row) => [row['id'] as string, productCursor(ORDER, row)]));
  const products = rows.map((row) => toEntity(Product, row));
  const result = connection(products, page, (product) => cursors.get(product.id)!);
  return counted(result, async () => (await batchByKey(ctx, counts).load(categoryId)) ?? 0);
}
