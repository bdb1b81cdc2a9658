import { ProductCreated, ProductDeleted, ProductUpdated } from '@emporium/catalog-events';
import {
  PaymentAuthorized,
  PaymentAwaited,
  PaymentCreated,
  PaymentFailed,
  PaymentRefunded,
  PaymentVoided,
} from '@emporium/payments-events';
import { PricingRuleChanged } from '@emporium/pricing-events';
import { ruleReplica } from '@emporium/pricing-replica/rule-replica';
import { storeRule } from '@emporium/pricing-replica/store-rule';
import { personDataResolver } from '@emporium/graphql/person-data.resolver';
import { personRemainsResolver } from '@emporium/graphql/person-remains.resolver';
import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import { UserCreated, UserDeleted, UserUpdated } from '@emporium/users-events';
import { ClaimResolver } from './claim/claim.resolver.js';
import { ordersConfig } from './config.js';
import { DraftResolver } from './draft/draft.resolver.js';
import { expireDrafts } from './draft/expire-drafts.job.js';
import { EditResolver } from './edit/edit.resolver.js';
import { finishEdits } from './edit/finish-edits.job.js';
import { exportDocuments } from './export/export-documents.js';
import { FulfillmentResolver } from './fulfillment/fulfillment.resolver.js';
import { documentRoute } from './invoice/document-route.js';
import { OrderInvoicesResolver } from './invoice/order-invoices.resolver.js';
import { issueMissingInvoices } from './invoice/issue-missing-invoices.job.js';
import { orderInvariants } from './invariants/order-invariants.js';
import { Orders001Tables } from './migrations/orders-001-tables.js';
import { Orders002UnpaidLimits } from './migrations/orders-002-unpaid-limits.js';
import { Orders003PricesByRules } from './migrations/orders-003-prices-by-rules.js';
import { Orders004ParcelsAndReturns } from './migrations/orders-004-parcels-and-returns.js';
import { Orders005Invoices } from './migrations/orders-005-invoices.js';
import { Orders006Staff } from './migrations/orders-006-staff.js';
import { Orders007Edits } from './migrations/orders-007-edits.js';
import { Orders008ErasingUser } from './migrations/orders-008-erasing-user.js';
import { Orders009Drafts } from './migrations/orders-009-drafts.js';
import { expireOrders } from './order/expire-orders.job.js';
import { onPaymentAwaited } from './order/on-payment-awaited.js';
import { onPaymentCreated } from './order/on-payment-created.js';
import { onPaymentOutcome } from './order/on-payment-outcome.js';
import { OrderFieldsResolver } from './order/order-fields.resolver.js';
import { OrderMutationsResolver } from './order/order-mutations.resolver.js';
import {
  resolveFulfillments,
  resolveOrderLines,
  resolveOrders,
  resolveReturns,
} from './order/order-references.js';
import { OrderResolver } from './order/order.resolver.js';
import { unpaidGauges } from './order/unpaid-gauges.js';
import { UserOrdersResolver } from './order/user-orders.resolver.js';
import { finishPlacing } from './placing/finish-placing.job.js';
import { orderBook } from './order/order-book.js';
import { productReplica, userReplica } from './reconcile/replicas.js';
import { settleOrder } from './reconcile/settle-order.js';
import { onProductChanged, onProductDeleted } from './replica/on-product-changed.js';
import { onUserChanged, onUserDeleted } from './replica/on-user-changed.js';
import { ReturnResolver } from './return/return.resolver.js';
import { runBulk } from './staff/run-bulk.job.js';
import { StaffResolver } from './staff/staff.resolver.js';
import { findRemains } from './person/find-remains.js';
import { personData } from './person/person-data.js';
import { entities } from './tables.js';

export const orders = defineSubgraph({
  name: 'orders',
  schema: {
    resolvers: [
      OrderResolver,
      OrderFieldsResolver,
      OrderInvoicesResolver,
      OrderMutationsResolver,
      ClaimResolver,
      DraftResolver,
      EditResolver,
      personDataResolver('orders', personData),
      personRemainsResolver('orders', findRemains),
      FulfillmentResolver,
      ReturnResolver,
      StaffResolver,
      UserOrdersResolver,
    ],
    references: {
      Order: resolveOrders,
      OrderLine: resolveOrderLines,
      Fulfillment: resolveFulfillments,
      Return: resolveReturns,
      // Users decides who may see a user; its orders have a check of their own.
      User: async (_ctx, references) =>
        references.map((reference) => ({ id: String(reference['id']) })),
    },
  },
  entities: Object.values(entities),
  migrations: [
    Orders001Tables,
    Orders002UnpaidLimits,
    Orders003PricesByRules,
    Orders004ParcelsAndReturns,
    Orders005Invoices,
    Orders006Staff,
    Orders007Edits,
    Orders008ErasingUser,
    Orders009Drafts,
  ],
  consumers: [
    {
      group: 'orders-payments',
      mode: 'inbox',
      handlers: [
        on(PaymentCreated, onPaymentCreated),
        on(PaymentAuthorized, onPaymentCreated),
        on(PaymentAwaited, onPaymentAwaited),
        on(PaymentVoided, onPaymentOutcome),
        on(PaymentFailed, onPaymentOutcome),
        on(PaymentRefunded, onPaymentOutcome),
      ],
    },
    {
      group: 'orders-replicas',
      mode: 'versioned',
      handlers: [
        on(ProductCreated, onProductChanged),
        on(ProductUpdated, onProductChanged),
        on(ProductDeleted, onProductDeleted),
        on(UserCreated, onUserChanged),
        on(UserUpdated, onUserChanged),
        on(UserDeleted, onUserDeleted),
      ],
    },
    { group: 'orders-rules', mode: 'versioned', handlers: [on(PricingRuleChanged, storeRule)] },
  ],
  routes: documentRoute,
  config: ordersConfig,
  replicas: [productReplica, userReplica, ruleReplica('pricing.rules', 'pricing rules in orders')],
  records: { orders: orderBook },
  commands: [settleOrder, exportDocuments],
  jobs: [finishPlacing, finishEdits, expireOrders, expireDrafts, issueMissingInvoices, runBulk],
  gauges: unpaidGauges,
  invariants: orderInvariants,
});
