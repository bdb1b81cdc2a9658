import { asEntity } from '@emporium/db/as-entity';
import { counted } from '@emporium/graphql/counted';
import { keysetCursor, keysetPage, type KeysetOrder } from '@emporium/graphql/keyset';
import { connection, pageRequest, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { filterProducts } from './filter-products.js';
import { productColumns, visibleProducts } from './load-products.js';
import { ProductSortField, type ProductsArgs, type ProductSort } from './product-list.inputs.js';
import { product } from './product-expressions.js';
import { Product } from './product.entity.js';
import { SortDirection } from '@emporium/graphql/sort-direction';

const SORTS = {
  [ProductSortField.NAME]: {
    value: sql`lower(${product.ref('p.name')}) collate "C"`,
    kind: 'text',
  },
  [ProductSortField.CREATED_AT]: { value: product.ref('p.createdAt'), kind: 'instant' },
  [ProductSortField.UPDATED_AT]: { value: product.ref('p.updatedAt'), kind: 'instant' },
  [ProductSortField.PRICE]: { value: product.ref('p.minPrice'), kind: 'number' },
} as const;

/** A list starts with what is new unless it is asked otherwise. */
export const NEWEST_FIRST: ProductSort = {
  field: ProductSortField.CREATED_AT,
  direction: SortDirection.DESC,
};

/** Keyset of a sort of products; the table is `p`. */
export function productOrder(sort: ProductSort): KeysetOrder {
  const { value, kind } = SORTS[sort.field];
  return {
    name: `${sort.field} ${sort.direction}`,
    value,
    id: product.ref('p.id'),
    kind,
    descending: sort.direction === SortDirection.DESC,
  };
}

/**
 * A page of products as the caller may see them. Throws BAD_USER_INPUT for impossible page
 * arguments or filters.
 */
export async function listProducts(ctx: Ctx, args: ProductsArgs): Promise<ConnectionOf<Product>> {
  const order = productOrder(args.sort ?? NEWEST_FIRST);
  const page = pageRequest(args, order.name);
  const matching = query(ctx)
    .selectFrom('Product as p')
    .where(visibleProducts(ctx))
    .where(filterProducts(ctx, args.where));
  const rows = await keysetPage(matching.select(productColumns(ctx)), order, page).execute();
  const cursors = new Map(rows.map((row) => [row.id, keysetCursor(order, row)]));
  const result = connection(
    rows.map((row) => asEntity(Product, row)),
    page,
    ({ id }) => cursors.get(id)!,
  );
  return counted(result, async () => {
    const { total } = await matching
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return total;
  });
}
