import type { Envelope } from '@emporium/bus/envelope';
import type { CategoryData } from '@emporium/catalog-events';
import type { Ctx } from '@emporium/platform/context';
import { recordUsage } from './record-usage.js';

/** Learns which image a category shows. */
export const onCategoryChanged = (ctx: Ctx, { data }: Envelope<CategoryData>) =>
  recordUsage(ctx, {
    kind: 'category',
    ownerId: data.id,
    version: data.version,
    assetIds: data.imageAssetId ? [data.imageAssetId] : [],
  });

/** A category that is gone shows none. */
export const onCategoryDeleted = (
  ctx: Ctx,
  { data, aggregateversion: version }: Envelope<CategoryData>,
) => recordUsage(ctx, { kind: 'category', ownerId: data.id, version, assetIds: [] });
