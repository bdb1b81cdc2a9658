import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import { readImages } from '../image/write-images.js';
import type { ProductImage } from '../image/product-image.entity.js';
import { Product } from '../product/product.entity.js';
import { toEntity } from '@emporium/db/to-entity';
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
 * Locks and reads the product with this SKU; undefined when there is none. The lock is the one an UPDATE takes: a stronger one would wait
 * for the change of a category that queues this product, while that waits for the tree's lock.
 */
export async function loadExisting(ctx: Ctx, sku: string): Promise<ExistingProduct | undefined> {
  const [row] = await sqlRows(ctx.em, `select * from catalog.product where sku = ? and deleted_at is null for no key update`, [sku]);
  if (!row) return undefined;
  const product = toEntity(Product, row);
  const variants = await sqlRows<Record<string, unknown> & { on_hand: number; moved: boolean }>(
    ctx.em,
    `select v.*, s.on_hand,
       exists (select 1 from catalog.stock_movement m where m.variant_id = v.id and m.reason is distinct from ?) as moved
     from catalog.product_variant v join catalog.stock s on s.variant_id = v.id
     where v.product_id = ? and v.deleted_at is null order by v.position, v.id`,
    [IMPORT_REASON, product.id],
  );
  const categories = await sqlRows<{ category_id: string }>(
    ctx.em,
    `select category_id from catalog.product_category where product_id = ? order by position, category_id`,
    [product.id],
  );
  return {
    product,
    categoryIds: categories.map((category) => category.category_id),
    variants: variants.map(({ on_hand: onHand, moved, ...columns }) => ({ variant: toEntity(ProductVariant, columns), onHand, moved })),
    images: await readImages(ctx, product.id),
  };
}
