import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { assignCategories } from '../category/assign-categories.js';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { query } from '../tables.js';
import { changeProduct } from './change-product.js';
import { Product, type ProductCsv } from './product.entity.js';
import type { ProductUpdateInput } from './product.inputs.js';
import { NOTHING_TO_SELL, productUpdateRules, type ProductChanges } from './product.rules.js';
import { sanitizeRichText } from './rich-text.js';

/** Changes a product. Throws a Rejection. */
export async function updateProduct(ctx: Ctx, input: ProductUpdateInput): Promise<void> {
  const changes = checked(productUpdateRules, input, ['input']);
  await changeProduct(
    ctx,
    input.id,
    { expectedVersion: input.expectedVersion, path: ['input', 'id'] },
    async () => {
      if (changes.isActive && !(await hasVariant(ctx, input.id)))
        throw new Rejection(invalidInput(NOTHING_TO_SELL, ['input', 'isActive']));
      await writeProduct(ctx, input.id, changes);
    },
  );
}

async function hasVariant(ctx: Ctx, productId: string): Promise<boolean> {
  const found = await query(ctx)
    .selectFrom('ProductVariant')
    .select('id')
    .where('productId', '=', productId)
    .where('deletedAt', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Writes the changes of a product whose row this transaction holds. */
export async function writeProduct(
  ctx: Ctx,
  productId: string,
  changes: ProductChanges & { csv?: ProductCsv },
): Promise<void> {
  const { description, taxCategory, categoryIds, ...others } = changes;
  // null is no value of the other fields: it means "unchanged", as leaving them out does.
  const values = {
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => value != null)),
    ...(description === undefined
      ? {}
      : { description: description === null ? null : sanitizeRichText(description) }),
    ...(taxCategory === undefined ? {} : { taxCategory }),
  };
  if (Object.keys(values).length > 0) await ctx.em.nativeUpdate(Product, { id: productId }, values);
  if (categoryIds) await assignCategories(ctx, productId, categoryIds);
}
