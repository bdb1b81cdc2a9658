import type { Ctx } from '@emporium/platform/context';
import { checked } from '@emporium/graphql/checked';
import { changeVariant } from './change-variant.js';
import type { ProductVariantUpdateInput } from './variant.inputs.js';
import { variantUpdateRules } from './variant.rules.js';
import { writeVariant } from './write-variant.js';

/** Changes a variant. Returns the product's id. Throws a Rejection. */
export async function updateVariant(ctx: Ctx, input: ProductVariantUpdateInput): Promise<string> {
  const changes = checked(variantUpdateRules(ctx.config.shopCurrency), input, ['input']);
  return changeVariant(ctx, input.id, input.expectedVersion, () =>
    writeVariant(ctx, input.id, changes),
  );
}
