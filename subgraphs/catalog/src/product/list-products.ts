import { sqlRows } from '@emporium/db/sql';
import { connection, encodeCursor, pageRequest, type ConnectionOf } from '@emporium/graphql/paging';
import { SortDirection } from './sort-direction.js';
import type { Ctx } from '@emporium/platform/context';
import { counted } from '@emporium/graphql/counted';
import { keyset, type KeysetOrder } from '../row/keyset.js';
import { toEntity } from '@emporium/db/to-entity';
import { filterProducts } from './filter-products.js';
import { visibleProducts } from './load-products.js';
import { Product, PRODUCT_COLUMNS } from './product.entity.js';
import { ProductSortField, type ProductsArgs, type ProductSort } from './product-list.inputs.js';

const SORTS = {
  [ProductSortField.NAME]: { value: 'lower(p.name) collate "C"', kind: 'text' },
  [ProductSortField.CREATED_AT]: { value: 'p.created_at', kind: 'instant' },
  [ProductSortField.UPDATED_AT]: { value: 'p.updated_at', kind: 'instant' },
  [ProductSortField.PRICE]: { value: 'p.min_price', kind: 'number' },
} as const;

/** A list starts with what is new unless it is told otherwise. */
export const NEWEST_FIRST: ProductSort = { field: ProductSortField.CREATED_AT, direction: SortDirection.DESC };

/** Keyset of a sort. Its name is part of the cursors, so that a cursor of one sort is refused by another. */
export function productOrder(sort: ProductSort): KeysetOrder {
  const { value, kind } = SORTS[sort.field];
  return { name: `${sort.field} ${sort.direction}`, value, id: 'p.id', kind, descending: sort.direction === SortDirection.DESC };
}

/** Cursor of a product row, which carries its sort value as the database sees it (it lower-cases other letters than JavaScript does). */
export function productCursor(order: KeysetOrder, row: Record<string, unknown>): string {
  const value = row['sort_value'];
  if (order.kind === 'instant') return encodeCursor(order.name, new Date(String(value)), row['id'] as string);
  return encodeCursor(order.name, order.kind === 'number' ? Number(value) : String(value), row['id'] as string);
}

/** A page of products as the caller may see them. Throws BAD_USER_INPUT for impossible page arguments or filters. */
export async function listProducts(ctx: Ctx, args: ProductsArgs): Promise<ConnectionOf<Product>> {
  const order = productOrder(args.sort ?? NEWEST_FIRST);
  const page = pageRequest(args, order.name);
  const filter = filterProducts(args.where);
  const { condition, params, orderBy } = keyset(order, page);
  const from = `from catalog.product p where ${visibleProducts(ctx)} and ${filter.sql}`;
  const rows = await sqlRows(
    ctx.em,
    `select ${PRODUCT_COLUMNS}, ${order.value} as sort_value ${from} and ${condition} order by ${orderBy} limit ?`,
    [...filter.params, ...params, page.size + 1],
  );
  const cursors = new Map(rows.map((row) => [row['id'] as string, productCursor(order, row)]));
  const products = rows.map((row) => toEntity(Product, row));
  const result = connection(products, page, (product) => cursors.get(product.id)!);
  return counted(result, async () => (await sqlRows<{ n: number }>(ctx.em, `select count(*)::int as n ${from}`, filter.params))[0]!.n);
}
