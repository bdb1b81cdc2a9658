import { asEntity } from '@emporium/db/as-entity';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { ProductImage } from './product-image.entity.js';

/** Images of a product in order, as the transaction sees them. */
export async function readImages(ctx: Ctx, productId: string): Promise<ProductImage[]> {
  const rows = await query(ctx)
    .selectFrom('ProductImage')
    .selectAll()
    .where('productId', '=', productId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map((row) => asEntity(ProductImage, row));
}

/** Puts an image at a place of the list; at the end when the place is left out or too high. */
export function placed(
  images: readonly ProductImage[],
  image: ProductImage,
  position: number | null | undefined,
): ProductImage[] {
  const others = images.filter((other) => other.id !== image.id);
  others.splice(position ?? others.length, 0, image);
  return others;
}

/**
 * Replaces the images of a product by this list: positions follow from the order, and exactly one
 * is primary, the first one when none is named. Needs the transaction that holds the product's row.
 */
export async function writeImages(
  ctx: Ctx,
  productId: string,
  images: readonly ProductImage[],
  primaryId?: string,
): Promise<void> {
  const primary =
    images.find((image) => image.id === primaryId) ??
    images.find((image) => image.isPrimary) ??
    images[0];
  await query(ctx).deleteFrom('ProductImage').where('productId', '=', productId).execute();
  if (images.length === 0) return;
  await ctx.em.insertMany(
    ProductImage,
    images.map(({ id, assetId, alt, source }, position) => ({
      id,
      productId,
      assetId,
      alt: alt ?? null,
      source: source ?? null,
      position,
      isPrimary: id === primary?.id,
    })),
  );
}
