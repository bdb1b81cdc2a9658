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
import {
  OrderCancelled,
  OrderCreated,
  OrderPaid,
  OrderStatusChanged,
} from '@emporium/orders-events';
import { PaymentCreated, PaymentFailed, PaymentRefunded } from '@emporium/payments-events';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import type { NotificationServices } from '../context.js';
import { recordEvent } from './record-event.js';

/** Sent again only to return money or units, or about an order that never came to be. */
const UNTOLD = ['LATE_PAYMENT', 'RECONCILED', 'ABANDONED'];

interface AboutOrder {
  orderId: string;
  number: string;
  version: number;
}

// Fields are named one by one: what an event gets later does not leave the shop by itself.
const order = ({ orderId, number, version }: AboutOrder, status: string) => ({
  ...{ orderId, number, version, status },
});
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
const payment = (data: {
  paymentId: string;
  orderId: string;
  provider: string;
  amount: { minor: number; currency: string };
}) => ({
  paymentId: data.paymentId,
  orderId: data.orderId,
  provider: data.provider,
  amount: data.amount,
});

/** Turns events into deliveries to endpoints. */
export const webhookConsumer: Consumer<NotificationServices> = {
  group: 'notifications-webhooks',
  mode: 'inbox',
  handlers: [
    on(OrderCreated, (ctx, event) => {
      const { lines, total, expiresAt, userId } = event.data;
      return recordEvent(ctx, event, {
        type: 'order.created',
        data: { ...order(event.data, 'PENDING'), lines, total, expiresAt },
        customerId: userId,
      });
    }),
    on(OrderPaid, (ctx, event) => {
      const { lines, total, userId } = event.data;
      return recordEvent(ctx, event, {
        type: 'order.paid',
        data: { ...order(event.data, 'PAID'), lines, total },
        customerId: userId,
      });
    }),
    on(OrderStatusChanged, async (ctx, event) => {
      const { to, userId } = event.data;
      // The others have events of their own.
      if (!['PROCESSING', 'SHIPPED', 'DELIVERED'].includes(to)) return;
      await recordEvent(ctx, event, {
        type: `order.${to.toLowerCase()}`,
        data: order(event.data, to),
        customerId: userId,
      });
    }),
    on(OrderCancelled, async (ctx, event) => {
      const { lines, reason, wasPaid, userId } = event.data;
      if (UNTOLD.includes(reason)) return;
      await recordEvent(ctx, event, {
        type: 'order.cancelled',
        data: { ...order(event.data, 'CANCELLED'), lines, reason, wasPaid },
        customerId: userId,
      });
    }),
    on(PaymentCreated, (ctx, event) =>
      recordEvent(ctx, event, { type: 'payment.captured', data: payment(event.data) }),
    ),
    on(PaymentFailed, (ctx, event) =>
      recordEvent(ctx, event, {
        type: 'payment.failed',
        data: { ...payment(event.data), failureCode: event.data.failureCode },
      }),
    ),
    on(PaymentRefunded, (ctx, event) =>
      recordEvent(ctx, event, {
        type: 'payment.refunded',
        data: {
          ...payment(event.data),
          refunded: event.data.refunded,
          isFull: event.data.full,
        },
      }),
    ),
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
