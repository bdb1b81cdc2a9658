import {
  CategoryCreated,
  CategoryDeleted,
  CategoryUpdated,
  ProductCreated,
  ProductDeleted,
  ProductUpdated,
  type CategoryData,
  type ProductData,
} from '@emporium/catalog-events';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import { recordUsage, type UsageFact } from './record-usage.js';
import type { MediaServices } from '../services.js';

const ofProduct = (product: ProductData, gone = false): UsageFact => ({
  kind: 'product',
  ownerId: product.id,
  version: product.version,
  assetIds: gone ? [] : product.images.map((image) => image.assetId),
});

const ofCategory = (category: CategoryData, gone = false): UsageFact => ({
  kind: 'category',
  ownerId: category.id,
  version: category.version,
  assetIds: gone || !category.imageAssetId ? [] : [category.imageAssetId],
});

/** Learns from product and category events where images are used. */
export const usageConsumer: Consumer<MediaServices> = {
  group: 'media-usage',
  mode: 'versioned',
  handlers: [
    on(ProductCreated, (ctx, event) => recordUsage(ctx, ofProduct(event.data))),
    on(ProductUpdated, (ctx, event) => recordUsage(ctx, ofProduct(event.data))),
    on(ProductDeleted, (ctx, event) => recordUsage(ctx, ofProduct({ ...event.data, version: event.aggregateversion }, true))),
    on(CategoryCreated, (ctx, event) => recordUsage(ctx, ofCategory(event.data))),
    on(CategoryUpdated, (ctx, event) => recordUsage(ctx, ofCategory(event.data))),
    on(CategoryDeleted, (ctx, event) => recordUsage(ctx, ofCategory({ ...event.data, version: event.aggregateversion }, true))),
  ],
};
