import { sqlRows } from '@emporium/db/sql';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { groupBy } from '../row/group-by.js';
import { toEntity } from '@emporium/db/to-entity';
import { ProductImage } from './product-image.entity.js';

async function imagesOf(ctx: Ctx, productIds: readonly string[]): Promise<ProductImage[][]> {
  const rows = await sqlRows(ctx.em, `select * from catalog.product_image where product_id in (?) order by product_id, position, id`, [
    productIds,
  ]);
  const byProduct = groupBy(
    rows.map((row) => toEntity(ProductImage, row)),
    (image) => image.productId,
  );
  return productIds.map((id) => byProduct.get(id) ?? []);
}

/** Images of a product in order, batched. */
export async function imagesOfProduct(ctx: Ctx, productId: string): Promise<ProductImage[]> {
  return (await batchByKey(ctx, imagesOf).load(productId)) ?? [];
}
