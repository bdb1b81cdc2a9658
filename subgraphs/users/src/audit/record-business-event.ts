import type { Envelope } from '@emporium/bus/envelope';
import {
  CategoryCreated,
  CategoryDeleted,
  CategoryUpdated,
  ProductCreated,
  ProductDeleted,
  ProductUpdated,
} from '@emporium/catalog-events';
import {
  FulfillmentChanged,
  OrderCancelled,
  OrderClaimed,
  OrderCreated,
  OrderPaid,
  OrderRefundRequested,
  OrderStatusChanged,
  OrderUpdated,
  ReturnChanged,
} from '@emporium/orders-events';
import {
  PaymentCreated,
  PaymentDisputed,
  PaymentFailed,
  PaymentRefunded,
  PaymentVoided,
} from '@emporium/payments-events';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import { PricingRuleChanged } from '@emporium/pricing-events';
import type { Ctx, UsersServices } from '../context.js';
import { query } from '../tables.js';

/** What of an event is worth a line: names that say what happened, never a text of people. */
const TOLD = [
  ...['number', 'status', 'from', 'to', 'change', 'reason', 'wasPaid', 'kind', 'version'],
  ...['sku', 'slug', 'isActive', 'isDeleted', 'parentId', 'failureCode', 'provider'],
  ...['orderId', 'paymentId', 'refundId', 'returnId', 'fulfillmentId'],
];

/** Business events of all subgraphs, as lines of the audit log. */
export const auditConsumer: Consumer<UsersServices> = {
  group: 'users-audit',
  // A repeat finds its event written down.
  mode: 'versioned',
  handlers: [
    on(OrderCreated, recordBusinessEvent),
    on(OrderPaid, recordBusinessEvent),
    on(OrderStatusChanged, recordBusinessEvent),
    on(OrderCancelled, recordBusinessEvent),
    on(OrderClaimed, recordBusinessEvent),
    on(OrderUpdated, recordBusinessEvent),
    on(OrderRefundRequested, recordBusinessEvent),
    on(FulfillmentChanged, recordBusinessEvent),
    on(ReturnChanged, recordBusinessEvent),
    on(PaymentCreated, recordBusinessEvent),
    on(PaymentFailed, recordBusinessEvent),
    on(PaymentRefunded, recordBusinessEvent),
    on(PaymentVoided, recordBusinessEvent),
    on(PaymentDisputed, recordBusinessEvent),
    on(ProductCreated, recordBusinessEvent),
    on(ProductUpdated, recordBusinessEvent),
    on(ProductDeleted, recordBusinessEvent),
    on(CategoryCreated, recordBusinessEvent),
    on(CategoryUpdated, recordBusinessEvent),
    on(CategoryDeleted, recordBusinessEvent),
    on(PricingRuleChanged, recordBusinessEvent),
  ],
};

async function recordBusinessEvent(ctx: Ctx, event: Envelope<object>): Promise<void> {
  const data = event.data as Record<string, unknown>;
  const userId = data['userId'];
  await query(ctx)
    .insertInto('SecurityEvent')
    .values({
      kind: 'BUSINESS',
      at: new Date(event.time),
      type: event.type,
      userId: typeof userId === 'string' ? userId : null,
      actorId: event.actor ?? null,
      onBehalfOf: event.onbehalfof ?? null,
      subject: event.subject,
      requestId: event.requestid ?? null,
      eventId: event.id,
      detail: detailOf(data),
    })
    .onConflict((conflict) => conflict.column('eventId').doNothing())
    .execute();
}

function detailOf(data: Record<string, unknown>): Record<string, string | number> {
  const told = TOLD.flatMap((name): [string, string | number][] => {
    const value = data[name];
    if (typeof value === 'string' || typeof value === 'number') return [[name, value]];
    return typeof value === 'boolean' ? [[name, String(value)]] : [];
  });
  for (const name of ['amount', 'total']) {
    const money = data[name] as { minor?: unknown; currency?: unknown } | null | undefined;
    if (typeof money?.minor === 'number') told.push([name, `${money.minor} ${money.currency}`]);
  }
  return Object.fromEntries(told);
}
