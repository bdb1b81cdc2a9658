import type { EventDefinition } from '@emporium/bus/define-event';
import { asEntity } from '@emporium/db/as-entity';
import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { type ProductData, ProductUpdated } from '@emporium/catalog-events';
import { Rejection } from '@emporium/graphql/rejection';
import { query } from '../tables.js';
import { Product } from './product.entity.js';
import { canExist } from './text-rules.js';
import { readAggregates } from './read-aggregate.js';

/** What a change must find. */
export interface ChangeConditions {
  expectedVersion?: number | null;
  /** Input path of the product's id, for the error. */
  path?: string[];
}

/**
 * Changes one product and what belongs to it in one transaction, and publishes the whole aggregate
 * once. The version is raised first: that locks the row, so no other change can slip between
 * reading the aggregate and publishing it (measured: half of the events would otherwise carry older
 * values than the one before). Throws a Rejection when the product is missing or at another
 * version.
 */
export async function changeProduct<T>(
  ctx: Ctx,
  productId: string,
  conditions: ChangeConditions,
  change: (product: Product) => Promise<T>,
  event: EventDefinition<ProductData> = ProductUpdated,
): Promise<T> {
  return inTransaction(ctx, async () => {
    const product = await raiseVersion(ctx, productId, conditions);
    const result = await change(product);
    await publishProduct(ctx, productId, event);
    return result;
  });
}

async function raiseVersion(
  ctx: Ctx,
  productId: string,
  { expectedVersion, path = ['id'] }: ChangeConditions,
): Promise<Product> {
  const missing = new Rejection(notFound(`There is no product ${productId}.`, path));
  if (!canExist(productId)) throw missing;
  const thatProduct = query(ctx)
    .updateTable('Product')
    .set((eb) => ({ version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', productId)
    .where('deletedAt', 'is', null);
  const seen =
    expectedVersion == null ? thatProduct : thatProduct.where('version', '=', expectedVersion);
  const row = await seen.returningAll().executeTakeFirst();
  if (row) return asEntity(Product, row);
  const current = await query(ctx)
    .selectFrom('Product')
    .select('version')
    .where('id', '=', productId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  throw current ? new Rejection(versionConflict(current.version)) : missing;
}

/**
 * Brings the price range up to date, makes a product without variants a draft, and publishes the
 * aggregate as it is now. Needs a transaction that holds the product's row.
 */
export async function publishProduct(
  ctx: Ctx,
  productId: string,
  event: EventDefinition<ProductData>,
): Promise<void> {
  await query(ctx)
    .updateTable('Product as p')
    .from((eb) =>
      eb
        .selectFrom('ProductVariant')
        .where('productId', '=', productId)
        .where('deletedAt', 'is', null)
        .select((variant) => [
          variant.fn.coalesce(variant.fn.min('price'), sql<number>`0`).as('lowest'),
          variant.fn.coalesce(variant.fn.max('price'), sql<number>`0`).as('highest'),
          variant.fn.countAll<number>().as('variants'),
        ])
        .as('r'),
    )
    .set((eb) => ({
      minPrice: eb.ref('r.lowest'),
      maxPrice: eb.ref('r.highest'),
      isActive: sql<boolean>`${eb.ref('p.isActive')} and ${eb.ref('r.variants')} > 0`,
    }))
    .where('p.id', '=', productId)
    .where((eb) =>
      eb.or([
        eb('p.minPrice', '<>', eb.ref('r.lowest')),
        eb('p.maxPrice', '<>', eb.ref('r.highest')),
        eb.and([eb('p.isActive', '=', true), eb('r.variants', '=', 0)]),
      ]),
    )
    .execute();
  const isFirst = await query(ctx)
    .updateTable('Product')
    .set({ publishedAt: sql<Date>`now()` })
    .where('id', '=', productId)
    .where('isActive', '=', true)
    .where('publishedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  const [data] = await readAggregates(ctx, [productId]);
  ctx.emit(event, {
    key: productId,
    version: data!.version,
    data: { ...data!, ...(isFirst ? { isFirstOnSale: true } : {}) },
  });
}
