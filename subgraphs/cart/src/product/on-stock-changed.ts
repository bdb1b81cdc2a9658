import type { Envelope } from '@emporium/bus/envelope';
import type { StockData } from '@emporium/catalog-events';
import type { Ctx } from '../context.js';
import { replicateStock } from './replicate-product.js';

/** Keeps the replica's availability up to date. */
export async function onStockChanged(ctx: Ctx, { data }: Envelope<StockData>): Promise<void> {
  await replicateStock(ctx.em, [data]);
}
