import type { EventDefinition } from '@emporium/bus/define-event';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { type ProductData, ProductUpdated } from '../events.js';
import { Refusal } from '../refusal/refusal.js';
import { toEntity } from '@emporium/db/to-entity';
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
 * Changes one product and what belongs to it in one transaction, and publishes the whole aggregate once. The version is raised first: that
 * locks the row, so no other change can slip between reading the aggregate and publishing it (measured: half of the events would otherwise
 * carry older values than the one before). Throws a Refusal when the product is missing or at another version.
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

async function raiseVersion(ctx: Ctx, productId: string, { expectedVersion, path = ['id'] }: ChangeConditions): Promise<Product> {
  const missing = new Refusal(notFound(`There is no product ${productId}.`, path));
  if (!canExist(productId)) throw missing;
  const [row] = await sqlRows(
    ctx.em,
    `update catalog.product set version = version + 1, updated_at = now()
     where id = ? and deleted_at is null ${expectedVersion == null ? '' : 'and version = ?'} returning *`,
    expectedVersion == null ? [productId] : [productId, expectedVersion],
  );
  if (row) return toEntity(Product, row);
  const [current] = await sqlRows<{ version: number }>(ctx.em, `select version from catalog.product where id = ? and deleted_at is null`, [
    productId,
  ]);
  throw current ? new Refusal(versionConflict(current.version)) : missing;
}

/** Brings the price range up to date and publishes the aggregate as it is now. Needs a transaction that holds the product's row. */
export async function publishProduct(ctx: Ctx, productId: string, event: EventDefinition<ProductData>): Promise<void> {
  await sqlRun(
    ctx.em,
    `update catalog.product p set min_price = r.lowest, max_price = r.highest
     from (select coalesce(min(price), 0) as lowest, coalesce(max(price), 0) as highest
           from catalog.product_variant where product_id = ? and deleted_at is null) r
     where p.id = ? and (p.min_price, p.max_price) is distinct from (r.lowest, r.highest)`,
    [productId, productId],
  );
  const [data] = await readAggregates(ctx, [productId]);
  ctx.emit(event, { key: productId, version: data!.version, data: data! });
}
