import { ProductCreated, ProductDeleted, ProductUpdated } from '@emporium/catalog-events';
import { PaymentCreated, PaymentFailed, PaymentRefunded } from '@emporium/payments-events';
import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import { UserCreated, UserDeleted, UserUpdated } from '@emporium/users-events';
import { ordersConfig } from './config.js';
import { documentRoute } from './invoice/document-route.js';
import { OrderInvoicesResolver } from './invoice/order-invoices.resolver.js';
import { issueMissingInvoices } from './invoice/issue-missing-invoices.job.js';
import { orderInvariants } from './invariants/order-invariants.js';
import { Orders001Tables } from './migrations/orders-001-tables.js';
import { Orders002UnpaidLimits } from './migrations/orders-002-unpaid-limits.js';
import { Orders005Invoices } from './migrations/orders-005-invoices.js';
import { expireOrders } from './order/expire-orders.job.js';
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
import { entities } from './tables.js';

export const orders = defineSubgraph({
  name: 'orders',
  schema: {
    resolvers: [
      OrderResolver,
      OrderFieldsResolver,
      OrderInvoicesResolver,
      OrderMutationsResolver,
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
  migrations: [Orders001Tables, Orders002UnpaidLimits, Orders005Invoices],
  consumers: [
    {
      group: 'orders-payments',
      mode: 'inbox',
      handlers: [
        on(PaymentCreated, onPaymentCreated),
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
  ],
  routes: documentRoute,
  config: ordersConfig,
  replicas: [productReplica, userReplica],
  records: { orders: orderBook },
  commands: [settleOrder],
  jobs: [finishPlacing, expireOrders, issueMissingInvoices],
  gauges: unpaidGauges,
  invariants: orderInvariants,
});
