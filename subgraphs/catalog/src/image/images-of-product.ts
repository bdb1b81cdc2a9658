import { asEntity } from '@emporium/db/as-entity';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { groupBy } from '../row/group-by.js';
import { query } from '../tables.js';
import { ProductImage } from './product-image.entity.js';

async function imagesOf(ctx: Ctx, productIds: readonly string[]): Promise<ProductImage[][]> {
  const rows = await query(ctx)
    .selectFrom('ProductImage')
    .selectAll()
    .where('productId', 'in', productIds)
    .orderBy('productId')
    .orderBy('position')
    .orderBy('id')
    .execute();
  const byProduct = groupBy(
    rows.map((row) => asEntity(ProductImage, row)),
    (image) => image.productId,
  );
  return productIds.map((id) => byProduct.get(id) ?? []);
}

/** Images of a product in order, batched. */
export async function imagesOfProduct(ctx: Ctx, productId: string): Promise<ProductImage[]> {
  return (await batchByKey(ctx, imagesOf).load(productId)) ?? [];
}
