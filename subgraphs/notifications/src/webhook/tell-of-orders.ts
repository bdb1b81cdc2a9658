import {
  FulfillmentChanged,
  OrderCancelled,
  OrderClaimed,
  OrderCreated,
  OrderEdited,
  OrderPaid,
  OrderStatusChanged,
  OrderUpdated,
  ReturnChanged,
} from '@emporium/orders-events';
import { on, type EventHandler } from '@emporium/platform/define-subgraph';
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
const order = ({ orderId, number, version }: AboutOrder) => ({ orderId, number, version });

/** What endpoints are told of orders, parcels and returns. */
// The data type of each handler is fixed by on(); the list itself is heterogeneous.
// oxlint-disable-next-line typescript/no-explicit-any
export const tellOfOrders: EventHandler<NotificationServices, any>[] = [
  on(OrderCreated, (ctx, event) => {
    const { lines, total, expiresAt, userId } = event.data;
    return recordEvent(ctx, event, {
      type: 'order.created',
      data: { ...order(event.data), status: 'PENDING', lines, total, expiresAt },
      customerId: userId,
    });
  }),
  on(OrderPaid, (ctx, event) => {
    const { lines, total, userId } = event.data;
    return recordEvent(ctx, event, {
      type: 'order.paid',
      data: { ...order(event.data), status: 'PAID', lines, total },
      customerId: userId,
    });
  }),
  on(OrderStatusChanged, async (ctx, event) => {
    const { to, userId } = event.data;
    // The others have events of their own.
    if (!['PROCESSING', 'SHIPPED', 'DELIVERED'].includes(to)) return;
    await recordEvent(ctx, event, {
      type: `order.${to.toLowerCase()}`,
      data: { ...order(event.data), status: to },
      customerId: userId,
    });
  }),
  on(OrderCancelled, async (ctx, event) => {
    const { lines, reason, wasPaid, userId } = event.data;
    if (UNTOLD.includes(reason)) return;
    await recordEvent(ctx, event, {
      type: 'order.cancelled',
      data: { ...order(event.data), status: 'CANCELLED', lines, reason, wasPaid },
      customerId: userId,
    });
  }),
  on(OrderUpdated, (ctx, event) =>
    recordEvent(ctx, event, {
      type: 'order.updated',
      data: { ...order(event.data), change: event.data.change },
      customerId: event.data.userId,
    }),
  ),
  on(OrderClaimed, (ctx, event) =>
    recordEvent(ctx, event, {
      type: 'order.claimed',
      data: { ...order(event.data), status: event.data.status },
      customerId: event.data.userId,
    }),
  ),
  on(OrderEdited, (ctx, event) => {
    const { total, difference, amountDue, userId } = event.data;
    return recordEvent(ctx, event, {
      type: 'order.edited',
      data: { ...order(event.data), total, difference, amountDue },
      customerId: userId,
    });
  }),
  on(FulfillmentChanged, (ctx, event) => {
    const { fulfillmentId, change, lines, userId } = event.data;
    return recordEvent(ctx, event, {
      type: `fulfillment.${change.toLowerCase()}`,
      data: { fulfillmentId, ...order(event.data), lines },
      customerId: userId,
    });
  }),
  on(ReturnChanged, (ctx, event) => {
    const { returnId, change, status, userId } = event.data;
    return recordEvent(ctx, event, {
      type: `return.${change.toLowerCase()}`,
      data: { returnId, ...order(event.data), status },
      customerId: userId,
    });
  }),
];
