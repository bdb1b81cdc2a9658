import type { Envelope } from '@emporium/bus/envelope';
import type { StockData } from '@emporium/catalog-events';
import type { CartCtx } from '../cart/cart-services.js';
import { replicateStock } from './replicate-product.js';

/** Keeps the replica's availability up to date. */
export async function onStockChanged(ctx: CartCtx, { data }: Envelope<StockData>): Promise<void> {
  await replicateStock(ctx.em, [data]);
}
