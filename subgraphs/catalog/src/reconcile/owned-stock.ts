import { skipVersions } from '@emporium/db/outbox/skip-versions';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { OwnedState } from '@emporium/platform/owned-state';
import { StockChanged } from '@emporium/catalog-events';
import { lockStock } from '../stock/move-stock.js';
import { query } from '../tables.js';

const living = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('Stock as s')
    .innerJoin('ProductVariant as v', 'v.id', 's.variantId')
    .select((eb) => [
      's.variantId as id',
      's.version',
      eb('s.onHand', '-', eb.ref('s.reserved')).as('value'),
    ])
    .where('v.deletedAt', 'is', null);

/** What can be ordered of each variant, which cart and search copy. */
export const ownedStock: OwnedState = {
  name: 'stock',
  page: (ctx, after, limit) =>
    living(ctx).where('s.variantId', '>', after).orderBy('s.variantId').limit(limit).execute(),
  find: (ctx, ids) => living(ctx).where('s.variantId', 'in', ids).execute(),
  publishAgain: async (ctx, floors) => {
    for (const [id, floor] of floors) await inTransaction(ctx, () => tell(ctx, id, floor));
  },
  // Stock ends with its product.
  endAgain: async () => [],
};

async function tell(ctx: Ctx, variantId: string, floor: number): Promise<void> {
  const stock = (await lockStock(ctx, [variantId])).get(variantId);
  if (!stock) return;
  const version = Math.max(stock.version, floor) + 1;
  await skipVersions(ctx.em, {
    topic: 'inventory_events',
    aggregateId: variantId,
    from: stock.version + 1,
    to: version - 1,
  });
  await query(ctx)
    .updateTable('Stock')
    .set({ version })
    .where('variantId', '=', variantId)
    .execute();
  const { productId, onHand, reserved } = stock;
  ctx.emit(StockChanged, {
    key: variantId,
    version,
    data: { variantId, productId, available: onHand - reserved, version },
  });
}
