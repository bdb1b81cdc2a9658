import type { ProductData } from '@emporium/catalog-events';
import type { Envelope } from '@emporium/bus/envelope';
import type { Ctx } from '../context.js';
import { replicateProduct, variantsLost } from './replicate-product.js';

/** Keeps the replica up to date and takes variants that are gone out of all carts. */
export async function onProductChanged(ctx: Ctx, { data }: Envelope<ProductData>): Promise<void> {
  const remaining = data.variants.map((variant) => variant.id);
  // Carts first: after a crash in between the event comes again and still finds the old replica.
  await ctx.services.carts.dropVariants(
    await variantsLost(ctx.em, data.id, data.version, remaining),
  );
  await replicateProduct(ctx.em, data, false);
}

/** Leaves a tombstone in the replica and takes the product out of all carts. */
export async function onProductDeleted(ctx: Ctx, { data }: Envelope<ProductData>): Promise<void> {
  const known = await variantsLost(ctx.em, data.id, data.version, []);
  await ctx.services.carts.dropVariants([
    ...new Set([...known, ...data.variants.map((variant) => variant.id)]),
  ]);
  await replicateProduct(ctx.em, data, true);
}
