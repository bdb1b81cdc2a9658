import type { Envelope } from '@emporium/bus/envelope';
import type { ProductData } from '@emporium/catalog-events';
import type { Ctx } from '@emporium/platform/context';
import { recordUsage } from './record-usage.js';

/** Learns which images a product shows. */
export const onProductChanged = (ctx: Ctx, { data }: Envelope<ProductData>) =>
  recordUsage(ctx, {
    kind: 'product',
    ownerId: data.id,
    version: data.version,
    assetIds: data.images.map(({ assetId }) => assetId),
  });

/** A product that is gone shows none. */
export const onProductDeleted = (
  ctx: Ctx,
  { data, aggregateversion: version }: Envelope<ProductData>,
) => recordUsage(ctx, { kind: 'product', ownerId: data.id, version, assetIds: [] });
