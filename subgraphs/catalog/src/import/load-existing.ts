import { asEntity } from '@emporium/db/as-entity';
import type { Ctx } from '@emporium/platform/context';
import { readImages } from '../image/write-images.js';
import type { ProductImage } from '../image/product-image.entity.js';
import { Product } from '../product/product.entity.js';
import { query } from '../tables.js';
import { ProductVariant } from '../variant/variant.entity.js';

/** Reason in the ledger of stock that came with an import. */
export const IMPORT_REASON = 'CSV import';

/** A variant of the shop, its stock, and whether anything but an import has moved it. */
export interface ExistingVariant {
  variant: ProductVariant;
  onHand: number;
  moved: boolean;
}

/** A product of the shop as an import compares it. */
export interface ExistingProduct {
  product: Product;
  categoryIds: string[];
  variants: ExistingVariant[];
  images: ProductImage[];
}

/**
 * Locks and reads the product with this SKU; undefined when there is none. The lock is the one an
 * UPDATE takes: a stronger one would wait for the change of a category that queues this product,
 * while that waits for the tree's lock.
 */
export async function loadExisting(ctx: Ctx, sku: string): Promise<ExistingProduct | undefined> {
  const row = await query(ctx)
    .selectFrom('Product')
    .selectAll()
    .where('sku', '=', sku)
    .where('deletedAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  const product = asEntity(Product, row);
  const variants = await query(ctx)
    .selectFrom('ProductVariant as v')
    .innerJoin('Stock as s', 's.variantId', 'v.id')
    .selectAll('v')
    .select((eb) => [
      's.onHand',
      eb
        .exists(
          eb
            .selectFrom('StockMovement as m')
            .select('m.id')
            .whereRef('m.variantId', '=', 'v.id')
            .where('m.reason', 'is distinct from', IMPORT_REASON),
        )
        .as('moved'),
    ])
    .where('v.productId', '=', product.id)
    .where('v.deletedAt', 'is', null)
    .orderBy('v.position')
    .orderBy('v.id')
    .execute();
  const categories = await query(ctx)
    .selectFrom('ProductCategory')
    .select('categoryId')
    .where('productId', '=', product.id)
    .orderBy('position')
    .orderBy('categoryId')
    .execute();
  return {
    product,
    categoryIds: categories.map((category) => category.categoryId),
    variants: variants.map(({ onHand, moved, ...columns }) => ({
      variant: asEntity(ProductVariant, columns),
      onHand,
      moved: Boolean(moved),
    })),
    images: await readImages(ctx, product.id),
  };
}
