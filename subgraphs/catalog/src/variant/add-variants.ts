import { can } from '@emporium/auth/principal';
import { newId } from '@emporium/db/new-id';
import { forbidden } from '@emporium/graphql/app-errors';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { MAX_VARIANTS } from '../product/product.rules.js';
import { Rejection } from '@emporium/graphql/rejection';
import { lockStock, moveStock } from '../stock/move-stock.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { query } from '../tables.js';
import { ProductVariant } from './variant.entity.js';
import { variantName, type NewVariant } from './variant.rules.js';

/** A variant to add; an import brings unknown columns and the reason of its first stock. */
export type VariantToAdd = NewVariant & { csv?: Record<string, string>; stockReason?: string };

/**
 * Adds variants with their first stock to a product whose row this transaction holds. Returns their
 * ids in the same order. Throws a Rejection above the limit; a taken SKU or the options of another
 * variant come as unique violations.
 */
export async function addVariants(
  ctx: Ctx,
  productId: string,
  variants: readonly VariantToAdd[],
): Promise<string[]> {
  if (variants.length === 0) return [];
  if (variants.some((variant) => variant.initialStock > 0) && !can(ctx.principal, 'update:stock'))
    throw forbidden();
  const there = await query(ctx)
    .selectFrom('ProductVariant')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('position').as('last')])
    .where('productId', '=', productId)
    .where('deletedAt', 'is', null)
    .executeTakeFirstOrThrow();
  const next = there.last === null ? 0 : there.last + 1;
  if (there.count + variants.length > MAX_VARIANTS)
    throw new Rejection(
      invalidInput(`A product can have at most ${MAX_VARIANTS} variants.`, ['productId']),
    );
  const rows = variants.map((variant, index) => ({
    ...variant,
    id: newId('var'),
    position: variant.position ?? next + index,
  }));
  await ctx.em.insertMany(
    ProductVariant,
    rows.map(
      ({
        initialStock: _stock,
        stockReason: _reason,
        price,
        compareAtPrice,
        name,
        csv,
        ...row
      }) => ({
        ...row,
        productId,
        name: name ?? variantName(row.options),
        price: price.minor,
        compareAtPrice: compareAtPrice?.minor ?? null,
        currency: price.currency,
        csv: csv ?? {},
        version: 1,
        createdAt: ctx.now(),
        updatedAt: ctx.now(),
      }),
    ),
  );
  const stocks = rows.map((row) => ({ variantId: row.id }));
  await query(ctx).insertInto('Stock').values(stocks).execute();
  const stocked = rows.filter((row) => row.initialStock > 0);
  if (stocked.length > 0) {
    const locked = await lockStock(
      ctx,
      stocked.map((row) => row.id),
    );
    await moveStock(
      ctx,
      locked,
      stocked.map((row) => ({
        variantId: row.id,
        type: StockMovementType.INITIAL_STOCK,
        change: row.initialStock,
        reservedChange: 0,
        reason: row.stockReason ?? null,
      })),
    );
  }
  return rows.map((row) => row.id);
}
