import { ProductCreated, ProductUpdated, type ProductData } from '@emporium/catalog-events';
import {
  FulfillmentChanged,
  OrderCancelled,
  OrderCreated,
  OrderEdited,
  OrderPaid,
  OrderStatusChanged,
  ReturnChanged,
} from '@emporium/orders-events';
import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import { PaymentFailed, PaymentRefunded } from '@emporium/payments-events';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import type { Ctx, NotificationServices } from '../context.js';
import { noteOrder } from '../cart-reminder/note-order.js';
import { askOrder } from '../mail/ask-order.js';
import { UserMailRequested } from '@emporium/users-events';
import type { AccountMail, MailFields, TemplateName } from '../mail/mail-template.js';
import { queueAccountMail, queueMail } from '../mail/queue-mail.js';
import { notify } from './notify.js';

type OrderEvent = Envelope<unknown> & { data: { orderId: string; userId: string | null } };
type PaymentEvent = Envelope<EventData<typeof PaymentFailed> | EventData<typeof PaymentRefunded>>;

/** What follows from an event: a notification for users, a mail for guests too. */
interface Follows {
  /** Kind of the notification; without one there is none. */
  kind?: string;
  mail?: TemplateName | undefined;
  fields?: MailFields;
}

/** A guest has no inbox, but gets the mails; the order itself is open to the guest token. */
async function aboutOrder(
  ctx: Ctx,
  event: OrderEvent,
  { kind, mail, fields = {} }: Follows,
): Promise<void> {
  const { userId, orderId } = event.data;
  if (mail) await queueMail(ctx, { eventId: event.id, userId, orderId, template: mail, fields });
  if (userId !== null && kind) await notify(ctx, event, { kind, userId, orderId });
}

/** Events of payments name no buyer, so orders is asked. An order that nobody knows has none. */
async function aboutPayment(ctx: Ctx, event: PaymentEvent, mail: TemplateName): Promise<void> {
  const { orderId, amount } = event.data;
  const order = await askOrder(ctx, orderId);
  if (!order?.contact) return;
  const named = { ...event, data: { orderId, userId: order.customer?.id ?? null } };
  await aboutOrder(ctx, named, { kind: event.type, mail, fields: { amount } });
}

/** SHIPPED is told by the parcels. */
const STATUS_MAILS: Record<string, TemplateName> = { DELIVERED: 'order-delivered' };

/** Of the others the refund has a mail of its own, and a closed return is no news. */
const RETURN_MAILS: Record<string, TemplateName> = {
  REQUESTED: 'return-requested',
  APPROVED: 'return-approved',
  DECLINED: 'return-declined',
  RECEIVED: 'return-received',
};

async function cancelled(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderCancelled>>,
): Promise<void> {
  const { reason, wasPaid } = event.data;
  // Sent again only to return money or units: the buyer has been told, or never knew the order.
  if (['LATE_PAYMENT', 'RECONCILED', 'ABANDONED'].includes(reason)) return;
  const mail = reason === 'EXPIRED' && !wasPaid ? 'order-expired' : 'order-cancelled';
  await aboutOrder(ctx, event, { kind: 'ORDER_CANCELLED', mail, fields: { wasPaid } });
}

/** Customers hear of a product when they can see it, which may be long after it came into being. */
async function onSale(ctx: Ctx, event: Envelope<ProductData>): Promise<void> {
  if (event.data.isFirstOnSale)
    await notify(ctx, event, { kind: 'PRODUCT_CREATED', userId: null, productId: event.data.id });
}

const ACCOUNT_MAIL_OF: Record<EventData<typeof UserMailRequested>['kind'], AccountMail> = {
  VERIFY_EMAIL: 'verify-email',
  RESET_PASSWORD: 'reset-password',
  UNDO_EMAIL_CHANGE: 'undo-email-change',
  FACTORS_CHANGED: 'factors-changed',
  NEW_DEVICE: 'new-device',
};

/** Of a reset for an address that has no account nothing follows. */
async function toOwner(
  ctx: Ctx,
  { id: eventId, data }: Envelope<EventData<typeof UserMailRequested>>,
): Promise<void> {
  const { userId, requestId, kind } = data;
  if (userId === null) return;
  await queueAccountMail(ctx, { eventId, userId, requestId, template: ACCOUNT_MAIL_OF[kind] });
}

/** Turns events into notifications and mails. Each handler is harmless to repeat. */
export const inboxConsumer: Consumer<NotificationServices> = {
  group: 'notifications-inbox',
  mode: 'versioned',
  handlers: [
    on(OrderCreated, async (ctx, event) => {
      await noteOrder(ctx, { ...event.data, at: new Date(event.time), isPaid: false });
      await aboutOrder(ctx, event, { kind: 'ORDER_CREATED', mail: 'order-confirmed' });
    }),
    on(OrderPaid, async (ctx, event) => {
      await noteOrder(ctx, { ...event.data, at: new Date(event.time), isPaid: true });
      await aboutOrder(ctx, event, {
        kind: 'ORDER_PAID',
        mail: 'order-paid',
        // An order of nothing is paid by nothing.
        fields: event.data.total.minor > 0 ? { amount: event.data.total } : {},
      });
    }),
    on(OrderStatusChanged, (ctx, event) => {
      const { to } = event.data;
      return aboutOrder(ctx, event, { kind: `ORDER_${to}`, mail: STATUS_MAILS[to] });
    }),
    on(OrderEdited, (ctx, event) => {
      const { amountDue } = event.data;
      const fields = amountDue.minor > 0 ? { amount: amountDue } : {};
      return aboutOrder(ctx, event, { kind: 'ORDER_EDITED', mail: 'order-edited', fields });
    }),
    on(FulfillmentChanged, async (ctx, event) => {
      const { change, fulfillmentId } = event.data;
      if (change !== 'CREATED') return;
      await aboutOrder(ctx, event, { mail: 'order-shipped', fields: { fulfillmentId } });
    }),
    on(ReturnChanged, (ctx, event) => {
      const { change } = event.data;
      return aboutOrder(ctx, event, { kind: `RETURN_${change}`, mail: RETURN_MAILS[change] });
    }),
    on(OrderCancelled, cancelled),
    on(PaymentFailed, (ctx, event) => aboutPayment(ctx, event, 'payment-failed')),
    on(PaymentRefunded, (ctx, event) => aboutPayment(ctx, event, 'order-refunded')),
    on(UserMailRequested, toOwner),
    on(ProductCreated, onSale),
    on(ProductUpdated, onSale),
  ],
};
