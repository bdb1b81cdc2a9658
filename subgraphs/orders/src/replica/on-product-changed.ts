import type { Envelope } from '@emporium/bus/envelope';
import type { ProductData } from '@emporium/catalog-events';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/**
 * Keeps the newest version of a product; a deleted one stays as a tombstone, so that an old event
 * cannot bring it back.
 */
async function store(
  ctx: Ctx,
  product: ProductData,
  version: number,
  deleted: boolean,
): Promise<void> {
  const { id, sku, name, slug, isActive, variants } = product;
  const kept = deleted
    ? { sku: null, name: null, slug: null, isActive: false, variantIds: [], data: null }
    : {
        sku,
        name,
        slug,
        isActive,
        variantIds: variants.map((v) => v.id),
        data: {
          variants: variants.map((v) => ({ id: v.id, sku: v.sku, name: v.name, price: v.price })),
        },
      };
  await query(ctx)
    .insertInto('DenormalizedProduct')
    .values({ id, version, deleted, ...kept })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ version, deleted, ...kept })
        .where('DenormalizedProduct.version', '<', version),
    )
    .execute();
}

/** PRODUCT_CREATED and PRODUCT_UPDATED. */
export const onProductChanged = (ctx: Ctx, event: Envelope<ProductData>) =>
  store(ctx, event.data, event.aggregateversion, false);

/** PRODUCT_DELETED. */
export const onProductDeleted = (ctx: Ctx, event: Envelope<ProductData>) =>
  store(ctx, event.data, event.aggregateversion, true);
