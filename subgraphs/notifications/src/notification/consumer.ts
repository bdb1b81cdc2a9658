import { ProductCreated, ProductUpdated, type ProductData } from '@emporium/catalog-events';
import {
  OrderCancelled,
  OrderCreated,
  OrderPaid,
  OrderStatusChanged,
} from '@emporium/orders-events';
import type { Envelope } from '@emporium/bus/envelope';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import type { Ctx, NotificationServices } from '../context.js';
import { moneyText } from '../mail/money-text.js';
import { queueMail } from '../mail/queue-mail.js';
import type { TemplateName } from '../mail/templates.js';
import { notify } from './notify.js';

type OrderEvent = Parameters<typeof notify>[1] & {
  data: {
    orderId: string;
    number: string;
    userId: string | null;
    total?: { minor: number; currency: string };
  };
};

const priceOf = ({ data: { total } }: OrderEvent) => (total ? { total: moneyText(total) } : {});

/** A guest has no inbox; the order itself is open to the guest token. */
async function aboutOrder(
  ctx: Ctx,
  event: OrderEvent,
  kind: string,
  template?: TemplateName,
): Promise<void> {
  const { userId, orderId, number } = event.data;
  if (userId === null) return;
  if (template)
    await queueMail(ctx, {
      eventId: event.id,
      userId,
      orderId,
      template,
      fields: { number, ...priceOf(event) },
    });
  await notify(ctx, event, { kind, userId, orderId });
}

/** Customers hear of a product when they can see it, which may be long after it came into being. */
async function onSale(ctx: Ctx, event: Envelope<ProductData>): Promise<void> {
  if (event.data.isFirstOnSale)
    await notify(ctx, event, { kind: 'PRODUCT_CREATED', userId: null, productId: event.data.id });
}

/** Turns events into notifications and mails. Each handler is harmless to repeat. */
export const inboxConsumer: Consumer<NotificationServices> = {
  group: 'notifications-inbox',
  mode: 'versioned',
  handlers: [
    on(OrderCreated, (ctx, event) => aboutOrder(ctx, event, 'ORDER_CREATED')),
    on(OrderPaid, (ctx, event) => aboutOrder(ctx, event, 'ORDER_PAID', 'order-confirmation')),
    on(OrderStatusChanged, (ctx, event) =>
      aboutOrder(
        ctx,
        event,
        `ORDER_${event.data.to}`,
        event.data.to === 'SHIPPED' ? 'order-shipped' : undefined,
      ),
    ),
    on(OrderCancelled, async (ctx, event) => {
      // Sent again only to return money or units: the buyer has been told.
      if (['LATE_PAYMENT', 'RECONCILED'].includes(event.data.reason)) return;
      await aboutOrder(ctx, event, 'ORDER_CANCELLED', 'order-cancelled');
    }),
    on(ProductCreated, onSale),
    on(ProductUpdated, onSale),
  ],
};
