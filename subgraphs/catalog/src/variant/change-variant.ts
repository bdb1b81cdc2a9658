import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { changeProduct } from '../product/change-product.js';
import { canExist } from '../product/text-rules.js';
import { Rejection } from '@emporium/graphql/rejection';
import { query } from '../tables.js';

async function productOf(ctx: Ctx, variantId: string): Promise<string> {
  const missing = new Rejection(notFound(`There is no variant ${variantId}.`, ['id']));
  if (!canExist(variantId)) throw missing;
  const row = await query(ctx)
    .selectFrom('ProductVariant')
    .select('productId')
    .where('id', '=', variantId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (!row) throw missing;
  return row.productId;
}

/**
 * Changes one variant as part of its product: the product's version is raised and published, the
 * variant's own version is compared under the product's lock. Returns the product's id. Throws a
 * Rejection when the variant is gone or at another version.
 */
export async function changeVariant(
  ctx: Ctx,
  variantId: string,
  expectedVersion: number | null | undefined,
  change: () => Promise<void>,
): Promise<string> {
  const productId = await productOf(ctx, variantId);
  await changeProduct(ctx, productId, {}, async () => {
    const row = await query(ctx)
      .selectFrom('ProductVariant')
      .select('version')
      .where('id', '=', variantId)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (!row) throw new Rejection(notFound(`There is no variant ${variantId}.`, ['id']));
    if (expectedVersion != null && row.version !== expectedVersion)
      throw new Rejection(versionConflict(row.version));
    await change();
  });
  return productId;
}

/**
 * Deletes a variant. Its stock and ledger stay: orders may still pay for, or give back, units of
 * it. Returns the product's id.
 */
export function deleteVariant(
  ctx: Ctx,
  variantId: string,
  expectedVersion?: number | null,
): Promise<string> {
  return changeVariant(ctx, variantId, expectedVersion, async () => {
    await query(ctx)
      .updateTable('ProductVariant')
      .set((eb) => ({ deletedAt: sql<Date>`now()`, version: eb('version', '+', 1) }))
      .where('id', '=', variantId)
      .execute();
  });
}
