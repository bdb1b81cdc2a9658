import { asEntity } from '@emporium/db/as-entity';
import type { EntityTables } from '@emporium/db/entity-tables';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import {
  connection,
  pageRequest,
  type ConnectionOf,
  type ForwardPageArgs,
  type PageRequest,
} from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { groupBy } from '../row/group-by.js';
import { counted } from '@emporium/graphql/counted';
import { keyset, keysetCursor, type KeysetOrder } from '@emporium/graphql/keyset';
import { expressionBuilder } from 'kysely';
import { query, type entities } from '../tables.js';
import { variantColumns } from './load-variants.js';
import { ProductVariant } from './variant.entity.js';

const v = expressionBuilder<{ v: EntityTables<typeof entities>['ProductVariant'] }, 'v'>();

const ORDER: KeysetOrder = {
  name: 'variant',
  value: v.ref('v.position'),
  id: v.ref('v.id'),
  kind: 'number',
  descending: false,
};

interface PageKey {
  productId: string;
  page: PageRequest;
}

async function pages(ctx: Ctx, keys: readonly PageKey[]): Promise<ProductVariant[][]> {
  const results = new Map<PageKey, ProductVariant[]>();
  // Products of one list have the same page arguments, so this is one statement as a rule.
  for (const group of groupBy(keys, (key) => JSON.stringify(key.page)).values()) {
    const { page } = group[0]!;
    const { condition, direction } = keyset(ORDER, page);
    const rows = await query(ctx)
      .selectFrom((eb) =>
        eb
          .selectFrom('ProductVariant as v')
          .select(variantColumns(ctx))
          .select((row) =>
            row.fn
              .agg<number>('row_number')
              .over((over) =>
                over
                  .partitionBy('v.productId')
                  .orderBy(ORDER.value, direction)
                  .orderBy(ORDER.id, direction),
              )
              .as('rowNo'),
          )
          .where(
            'v.productId',
            'in',
            group.map((key) => key.productId),
          )
          .where('v.deletedAt', 'is', null)
          .where(condition)
          .as('x'),
      )
      .selectAll()
      .where('x.rowNo', '<=', page.size + 1)
      .orderBy('x.productId')
      .orderBy('x.rowNo')
      .execute();
    const byProduct = groupBy(
      rows.map((row) => asEntity(ProductVariant, row)),
      (variant) => variant.productId,
    );
    for (const key of group) results.set(key, byProduct.get(key.productId) ?? []);
  }
  return keys.map((key) => results.get(key) ?? []);
}

async function counts(ctx: Ctx, productIds: readonly string[]): Promise<number[]> {
  const rows = await query(ctx)
    .selectFrom('ProductVariant')
    .select(['productId', (eb) => eb.fn.countAll<number>().as('total')])
    .where('productId', 'in', productIds)
    .where('deletedAt', 'is', null)
    .groupBy('productId')
    .execute();
  const byProduct = new Map(rows.map((row) => [row.productId, row.total]));
  return productIds.map((id) => byProduct.get(id) ?? 0);
}

/** A page of a product's variants in their order, batched over products. */
export async function variantsOfProduct(
  ctx: Ctx,
  productId: string,
  args: ForwardPageArgs,
): Promise<ConnectionOf<ProductVariant>> {
  const page = pageRequest(args, ORDER.name, 20);
  const rows = (await batchByKey(ctx, pages).load({ productId, page })) ?? [];
  const result = connection(rows, page, (variant) =>
    keysetCursor(ORDER, { id: variant.id, sortValue: variant.position }),
  );
  return counted(result, async () => (await batchByKey(ctx, counts).load(productId)) ?? 0);
}
