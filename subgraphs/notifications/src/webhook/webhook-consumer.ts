import {
  CategoryCreated,
  CategoryDeleted,
  CategoryUpdated,
  ProductCreated,
  ProductDeleted,
  ProductUpdated,
  StockChanged,
  type CategoryData,
  type ProductData,
} from '@emporium/catalog-events';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import type { NotificationServices } from '../context.js';
import { recordEvent } from './record-event.js';
import { tellOfOrders } from './tell-of-orders.js';
import { tellOfPayments } from './tell-of-payments.js';

// Fields are named one by one: what an event gets later does not leave the shop by itself.
const product = ({ id, sku, slug, isActive, variants, version }: ProductData) => ({
  ...{ productId: id, sku, slug, isActive, version },
  variants: variants.map((variant) => ({
    variantId: variant.id,
    sku: variant.sku,
    price: variant.price,
  })),
});
const category = ({ id, slug, parentId, version }: CategoryData) => ({
  ...{ categoryId: id, slug, parentId, version },
});

/** Turns events into deliveries to endpoints. */
export const webhookConsumer: Consumer<NotificationServices> = {
  group: 'notifications-webhooks',
  mode: 'inbox',
  handlers: [
    ...tellOfOrders,
    ...tellOfPayments,
    on(ProductCreated, (ctx, event) =>
      recordEvent(ctx, event, { type: 'product.created', data: product(event.data) }),
    ),
    on(ProductUpdated, (ctx, event) =>
      recordEvent(ctx, event, { type: 'product.updated', data: product(event.data) }),
    ),
    on(ProductDeleted, (ctx, event) =>
      recordEvent(ctx, event, { type: 'product.deleted', data: product(event.data) }),
    ),
    on(CategoryCreated, (ctx, event) =>
      recordEvent(ctx, event, { type: 'category.created', data: category(event.data) }),
    ),
    on(CategoryUpdated, (ctx, event) =>
      recordEvent(ctx, event, { type: 'category.updated', data: category(event.data) }),
    ),
    on(CategoryDeleted, (ctx, event) =>
      recordEvent(ctx, event, { type: 'category.deleted', data: category(event.data) }),
    ),
    on(StockChanged, (ctx, event) => {
      const { variantId, productId, available, version } = event.data;
      return recordEvent(ctx, event, {
        type: 'stock.changed',
        data: { variantId, productId, available, version },
      });
    }),
  ],
};
