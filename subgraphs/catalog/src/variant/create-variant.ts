import type { Ctx } from '@emporium/platform/context';
import { changeProduct } from '../product/change-product.js';
import { checked } from '@emporium/graphql/checked';
import { once } from '@emporium/platform/once';
import { addVariants } from './add-variants.js';
import type { ProductVariantCreateArgs } from './variant.inputs.js';
import { variantRules } from './variant.rules.js';

/** Adds a variant to a product, once per key. Returns its id. Throws a Rejection. */
export async function createVariant(
  ctx: Ctx,
  { input, idempotencyKey }: ProductVariantCreateArgs,
): Promise<string> {
  const variant = checked(variantRules(ctx.config.shopCurrency), input, ['input']);
  const { id } = await once(
    ctx,
    { operation: 'productVariantCreate', key: idempotencyKey, request: input },
    async () => {
      const [created] = await changeProduct(
        ctx,
        input.productId,
        { path: ['input', 'productId'] },
        () => addVariants(ctx, input.productId, [variant]),
      );
      return { id: created! };
    },
  );
  return id;
}
