import { sqlRows } from '@emporium/db/sql';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { connection, encodeCursor, pageRequest, type ConnectionOf, type ForwardPageArgs, type PageRequest } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { groupBy } from '../row/group-by.js';
import { counted } from '@emporium/graphql/counted';
import { keyset, type KeysetOrder } from '../row/keyset.js';
import { toEntity } from '@emporium/db/to-entity';
import { ProductVariant, VARIANT_COLUMNS } from './variant.entity.js';

const ORDER: KeysetOrder = { name: 'variant', value: 'v.position', id: 'v.id', kind: 'number', descending: false };

interface PageKey {
  productId: string;
  page: PageRequest;
}

async function pages(ctx: Ctx, keys: readonly PageKey[]): Promise<ProductVariant[][]> {
  const results = new Map<PageKey, ProductVariant[]>();
  // Products of one list have the same page arguments, so this is one statement as a rule.
  for (const group of groupBy(keys, (key) => JSON.stringify(key.page)).values()) {
    const { page } = group[0]!;
    const { condition, params, orderBy } = keyset(ORDER, page);
    const rows = await sqlRows(
      ctx.em,
      `select * from (
         select ${VARIANT_COLUMNS}, row_number() over (partition by v.product_id order by ${orderBy}) as row_no
         from catalog.product_variant v where v.product_id in (?) and v.deleted_at is null and ${condition}) x
       where row_no <= ? order by product_id, row_no`,
      [group.map((key) => key.productId), ...params, page.size + 1],
    );
    const byProduct = groupBy(
      rows.map((row) => toEntity(ProductVariant, row)),
      (variant) => variant.productId,
    );
    for (const key of group) results.set(key, byProduct.get(key.productId) ?? []);
  }
  return keys.map((key) => results.get(key) ?? []);
}

async function counts(ctx: Ctx, productIds: readonly string[]): Promise<number[]> {
  const rows = await sqlRows<{ product_id: string; n: number }>(
    ctx.em,
    `select product_id, count(*)::int as n from catalog.product_variant where product_id in (?) and deleted_at is null group by product_id`,
    [productIds],
  );
  const byProduct = new Map(rows.map((row) => [row.product_id, row.n]));
  return productIds.map((id) => byProduct.get(id) ?? 0);
}

/** A page of a product's variants in their order, batched over products. */
export async function variantsOfProduct(ctx: Ctx, productId: string, args: ForwardPageArgs): Promise<ConnectionOf<ProductVariant>> {
  const page = pageRequest(args, ORDER.name, 20);
  const rows = (await batchByKey(ctx, pages).load({ productId, page })) ?? [];
  const result = connection(rows, page, (variant) => encodeCursor(ORDER.name, variant.position, variant.id));
  return counted(result, async () => (await batchByKey(ctx, counts).load(productId)) ?? 0);
}
