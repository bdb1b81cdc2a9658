import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { Rejection } from '@emporium/graphql/rejection';
import { query } from '../tables.js';
import type { ProductVariant } from './variant.entity.js';
import { NO_REDUCTION, type VariantChanges } from './variant.rules.js';

/**
 * Writes the changes of one variant and raises its version. The product's row must be held by this
 * transaction. Throws a Rejection when the former price would be below the price.
 */
export async function writeVariant(
  ctx: Ctx,
  variantId: string,
  changes: VariantChanges & { csv?: Record<string, string> },
): Promise<void> {
  const { price, compareAtPrice, ...plain } = changes;
  const values = {
    // undefined and null mean "unchanged" where null is no value of the field.
    ...Object.fromEntries(
      Object.entries(plain).filter(
        ([name, value]) =>
          value !== undefined && (value !== null || name === 'barcode' || name === 'weightGrams'),
      ),
    ),
    ...(price ? { price: price.minor } : {}),
    ...(compareAtPrice === undefined ? {} : { compareAtPrice: compareAtPrice?.minor ?? null }),
    updatedAt: ctx.now(),
  } as Partial<ProductVariant>;
  const written = await query(ctx)
    .updateTable('ProductVariant')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('id', '=', variantId)
    .returning(['price', 'compareAtPrice'])
    .executeTakeFirstOrThrow();
  if (written.compareAtPrice != null && written.compareAtPrice < written.price)
    throw new Rejection(invalidInput(NO_REDUCTION, ['input', 'compareAtPrice']));
}
