import { notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { Rejection } from '@emporium/graphql/rejection';
import { categoryIdsOfProducts } from '../category/category-ids-of-products.js';
import { query } from '../tables.js';

/** Price, names and what rules look at of a variant at the moment it is held. */
export type Quote = Awaited<ReturnType<typeof quoteLines>>[number];

/**
 * Quotes what is wanted. Read after the stock is locked, so that prices changed while waiting for
 * the lock are seen. Throws a Rejection with a NotFoundError for every variant that cannot be
 * bought: missing, deleted, or of an inactive product.
 */
export async function quoteLines(ctx: Ctx, wanted: ReadonlyMap<string, number>) {
  const rows = await query(ctx)
    .selectFrom('ProductVariant as v')
    .innerJoin('Product as p', 'p.id', 'v.productId')
    .where('v.id', 'in', [...wanted.keys()])
    .where('v.deletedAt', 'is', null)
    .where('p.deletedAt', 'is', null)
    .where('p.isActive', '=', true)
    .select((eb) => [
      'v.id as variantId',
      'v.price as unitPrice',
      'v.currency',
      'p.name as productName',
      'v.name as variantName',
      'v.sku',
      'v.productId',
      'v.weightGrams',
      'p.taxCategory',
      eb
        .selectFrom('ProductImage as i')
        .whereRef('i.productId', '=', 'p.id')
        .select('i.assetId')
        .orderBy('i.isPrimary', 'desc')
        .orderBy('i.position')
        .orderBy('i.id')
        .limit(1)
        .as('imageAssetId'),
    ])
    .execute();
  const byVariant = new Map(rows.map((row) => [row.variantId, row]));
  const missing = [...wanted.keys()].flatMap((variantId, index) =>
    byVariant.has(variantId)
      ? []
      : [
          notFound(`The variant ${variantId} cannot be bought.`, [
            'lines',
            String(index),
            'variantId',
          ]),
        ],
  );
  if (missing.length > 0) throw new Rejection(...missing);
  const categories = await categoryIdsOfProducts(ctx, [
    ...new Set(rows.map((row) => row.productId)),
  ]);
  return [...wanted].map(([variantId, quantity]) => {
    const row = byVariant.get(variantId)!;
    return { ...row, quantity, categoryIds: categories.get(row.productId) ?? [] };
  });
}

/** Keeps the quote with the hold. */
export async function writeLines(
  ctx: Ctx,
  orderId: string,
  quotes: readonly Quote[],
): Promise<void> {
  const lines = quotes.map((quote) => ({ orderId, ...quote }));
  await query(ctx).insertInto('ReservationLine').values(lines).execute();
}
