import { OrderCancelled, OrderRefundRequested } from '@emporium/orders-events';
import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import type { Ctx, PaymentsServices } from './context.js';
import { paymentsConfig } from './config.js';
import { paymentInvariants } from './invariants/payment-invariants.js';
import { providerInvariant } from './invariants/provider-invariant.js';
import { Payments001Tables } from './migrations/payments-001-tables.js';
import { Payments003RefundRequests } from './migrations/payments-003-refund-requests.js';
import { openPaymentGauges } from './payment/open-payment-gauges.js';
import { paymentBook } from './payment/payment-book.js';
import { recoverPayments } from './reconcile/recover-payments.js';
import { publishPayment } from './reconcile/publish-payment.js';
import { PaymentResolver } from './payment/payment.resolver.js';
import { OrderStub, paymentType } from './payment/payment.type.js';
import { resolvePayments } from './payment/payments-of-orders.js';
import { settlePayments } from './payment/settle-payments.job.js';
import { inspectProvider } from './provider/inspect-provider.js';
import { openProvider, providerConfigOf } from './provider/open-provider.js';
import { onOrderCancelled } from './refund/on-order-cancelled.js';
import { onOrderRefundRequested } from './refund/on-order-refund-requested.js';
import { sendRefunds } from './refund/send-refunds.job.js';
import { entities } from './tables.js';
import { webhookRoute } from './webhook/webhook-route.js';

export const payments = defineSubgraph<PaymentsServices>({
  name: 'payments',
  schema: {
    resolvers: [PaymentResolver],
    // No field here returns an order, so the type must be named.
    orphanedTypes: [OrderStub],
    references: {
      // Whoever holds an order got it from orders; payments and balanceDue have a check of their
      // own.
      Order: async (_ctx, references) => references.map((reference) => reference),
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
  migrations: [Payments001Tables, Payments003RefundRequests],
  config: paymentsConfig,
  services: async ({ config }) => ({ provider: await openProvider(providerConfigOf(config)) }),
  closeServices: ({ provider }) => provider.close(),
  consumers: [
    {
      group: 'payments-orders',
      mode: 'inbox',
      handlers: [
        on(OrderCancelled, onOrderCancelled),
        on(OrderRefundRequested, onOrderRefundRequested),
      ],
    },
  ],
  records: { orders: paymentBook },
  commands: [recoverPayments, publishPayment],
  jobs: [settlePayments, sendRefunds],
  routes: webhookRoute,
  inspections: [inspectProvider],
  gauges: openPaymentGauges,
  invariants: [...paymentInvariants, providerInvariant],
});
