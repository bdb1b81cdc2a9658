import { can } from '@emporium/auth/principal';
import {
  FulfillmentChanged,
  OrderCancelled,
  OrderClaimed,
  OrderRefundRequested,
  OrderStatusChanged,
} from '@emporium/orders-events';
import { personDataResolver } from '@emporium/graphql/person-data.resolver';
import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import { keepAuthorizations } from './capture/keep-authorizations.job.js';
import { onOrderShipped, onParcelMade } from './capture/on-order-shipped.js';
import { sendCaptures } from './capture/send-captures.job.js';
import type { Ctx, PaymentsServices } from './context.js';
import { paymentsConfig } from './config.js';
import { giftCardsById } from './gift-card/find-gift-cards.js';
import { GiftCardResolver } from './gift-card/gift-card.resolver.js';
import { paymentInvariants } from './invariants/payment-invariants.js';
import { providerInvariant } from './invariants/provider-invariant.js';
import { onOrderClaimed } from './payment/on-order-claimed.js';
import { Payments001Tables } from './migrations/payments-001-tables.js';
import { Payments002SeveralPayments } from './migrations/payments-002-several-payments.js';
import { Payments003RefundRequests } from './migrations/payments-003-refund-requests.js';
import { Payments004LateTransfers } from './migrations/payments-004-late-transfers.js';
import { Payments005EditedOrders } from './migrations/payments-005-edited-orders.js';
import { openPaymentGauges } from './payment/open-payment-gauges.js';
import { sumPayments } from './payment/sum-payments.js';
import { paymentBook } from './payment/payment-book.js';
import { paymentSettings } from './payment-settings.js';
import { recoverPayments } from './reconcile/recover-payments.js';
import { reconcilePayments } from './reconcile/reconcile-payments.js';
import { publishPayment } from './reconcile/publish-payment.js';
import { PaymentResolver } from './payment/payment.resolver.js';
import { PaymentStepsResolver } from './payment/payment-steps.resolver.js';
import { OrderStub, paymentType } from './payment/payment.type.js';
import { resolvePayments } from './payment/payments-of-orders.js';
import { settlePayments } from './payment/settle-payments.job.js';
import { inspectProvider } from './provider/inspect-provider.js';
import { openProvider, providerConfigOf } from './provider/open-provider.js';
import { onOrderCancelled } from './refund/on-order-cancelled.js';
import { onOrderRefundRequested } from './refund/on-order-refund-requested.js';
import { sendRefunds } from './refund/send-refunds.job.js';
import { personData } from './person/person-data.js';
import { entities } from './tables.js';
import { webhookRoute } from './webhook/webhook-route.js';

export const payments = defineSubgraph<PaymentsServices>({
  name: 'payments',
  schema: {
    resolvers: [
      personDataResolver('payments', personData),
      PaymentResolver,
      PaymentStepsResolver,
      GiftCardResolver,
    ],
    // No field here returns an order, so the type must be named.
    orphanedTypes: [OrderStub],
    references: {
      // Whoever holds an order got it from orders; payments and balanceDue have a check of their
      // own.
      Order: async (_ctx, references) => references.map((reference) => reference),
      GiftCard: (ctx: Ctx, references) =>
        can(ctx.principal, 'read:gift_card')
          ? giftCardsById(
              ctx,
              references.map((reference) => String(reference['id'])),
            )
          : Promise.resolve(references.map(() => null)),
      Payment: async (ctx: Ctx, references) => {
        const rows = await resolvePayments(
          ctx,
          references.map((reference) => String(reference['id'])),
        );
        return rows.map((row) => row && paymentType(row));
      },
    },
  },
  entities: Object.values(entities),
  migrations: [
    Payments001Tables,
    Payments002SeveralPayments,
    Payments003RefundRequests,
    Payments004LateTransfers,
    Payments005EditedOrders,
  ],
  config: paymentsConfig,
  services: async ({ config }) => {
    const provider = await openProvider(providerConfigOf(config));
    return { provider, settings: paymentSettings(config, provider) };
  },
  closeServices: ({ provider }) => provider.close(),
  consumers: [
    {
      group: 'payments-orders',
      mode: 'inbox',
      handlers: [
        on(OrderCancelled, onOrderCancelled),
        on(OrderClaimed, onOrderClaimed),
        on(OrderRefundRequested, onOrderRefundRequested),
        on(OrderStatusChanged, onOrderShipped),
        on(FulfillmentChanged, onParcelMade),
      ],
    },
  ],
  records: { orders: paymentBook },
  commands: [recoverPayments, publishPayment, reconcilePayments, sumPayments],
  jobs: [settlePayments, sendRefunds, sendCaptures, keepAuthorizations],
  routes: webhookRoute,
  inspections: [inspectProvider],
  gauges: openPaymentGauges,
  invariants: [...paymentInvariants, providerInvariant],
});
