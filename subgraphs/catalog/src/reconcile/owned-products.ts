import { skipVersions } from '@emporium/db/outbox/skip-versions';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { OwnedState } from '@emporium/platform/owned-state';
import { type ProductData, ProductDeleted } from '@emporium/catalog-events';
import { changeProduct, publishProduct } from '../product/change-product.js';
import { deleteProduct } from '../product/delete-product.js';
import { query } from '../tables.js';

const TOPIC = 'product_events';

const living = (ctx: Ctx) =>
  query(ctx).selectFrom('Product').select(['id', 'version']).where('deletedAt', 'is', null);

/** Products, which orders, cart, search and media copy. */
export const ownedProducts: OwnedState = {
  name: 'products',
  page: (ctx, after, limit) =>
    living(ctx).where('id', '>', after).orderBy('id').limit(limit).execute(),
  find: (ctx, ids) => living(ctx).where('id', 'in', ids).execute(),
  publishAgain: async (ctx, floors) => {
    for (const [id, floor] of floors) {
      await inTransaction(ctx, async () => {
        const product = await lift(ctx, id, floor);
        if (product && !product.deletedAt) await changeProduct(ctx, id, {}, async () => undefined);
      });
    }
  },
  endAgain: async (ctx, floors) => {
    for (const [id, floor] of floors) {
      await inTransaction(ctx, async () => {
        const product = await lift(ctx, id, floor);
        if (!product) publishEndOfUnknown(ctx, id, floor + 1);
        else if (product.deletedAt) await publishEnd(ctx, id);
        else await deleteProduct(ctx, id);
      });
    }
    return [];
  },
};

/**
 * Brings the version up to the floor, so that the next change goes beyond it. Locks the row;
 * undefined when there is none.
 */
async function lift(ctx: Ctx, id: string, floor: number) {
  const product = await query(ctx)
    .selectFrom('Product')
    .select(['version', 'deletedAt'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (product && product.version < floor) {
    await skipVersions(ctx.em, {
      topic: TOPIC,
      aggregateId: id,
      from: product.version + 1,
      to: floor,
    });
    await query(ctx).updateTable('Product').set({ version: floor }).where('id', '=', id).execute();
  }
  return product;
}

async function publishEnd(ctx: Ctx, id: string): Promise<void> {
  await query(ctx)
    .updateTable('Product')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
  await publishProduct(ctx, id, ProductDeleted);
}

/**
 * A product that came into being after the moment to which the database was set back: nothing but
 * its id is known.
 */
function publishEndOfUnknown(ctx: Ctx, id: string, version: number): void {
  const at = ctx.now().toISOString();
  const nothing: ProductData = {
    id,
    sku: '',
    slug: '',
    name: '',
    description: null,
    isActive: false,
    attributes: [],
    categories: [],
    variants: [],
    images: [],
    version,
    createdAt: at,
    updatedAt: at,
  };
  ctx.emit(ProductDeleted, { key: id, version, data: nothing });
}
