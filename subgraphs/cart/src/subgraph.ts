import {
  ProductCreated,
  ProductDeleted,
  ProductUpdated,
  StockChanged,
} from '@emporium/catalog-events';
import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { OrderCancelled, OrderClaimed, OrderCreated, OrderPaid } from '@emporium/orders-events';
import { personDataResolver } from '@emporium/graphql/person-data.resolver';
import { personRemainsResolver } from '@emporium/graphql/person-remains.resolver';
import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import { PricingRuleChanged } from '@emporium/pricing-events';
import { ruleReplica } from '@emporium/pricing-replica/rule-replica';
import { storeRule } from '@emporium/pricing-replica/store-rule';
import { UserDeleted } from '@emporium/users-events';
import type { CartServices } from './context.js';
import { resolveCarts, resolveUsers } from './cart/cart-references.js';
import { CartCostResolver } from './cart/cart-cost.resolver.js';
import { CartResolver, UserCartResolver } from './cart/cart.resolver.js';
import { expireCarts } from './cart/expire-carts.job.js';
import { onOrderPaid } from './cart/on-order-paid.js';
import { onUserDeleted } from './cart/on-user-deleted.js';
import { customerOrderBook } from './customer/customer-order-book.js';
import { learnOrders } from './customer/learn-orders.js';
import { onOrderCancelled, onOrderClaimed, onOrderCreated } from './customer/on-order-placed.js';
import { Cart001Tables } from './migrations/cart-001-tables.js';
import { Cart002RulesAndDelivery } from './migrations/cart-002-rules-and-delivery.js';
import { onProductChanged, onProductDeleted } from './product/on-product-changed.js';
import { productReplica, stockReplica } from './product/replicas.js';
import { onStockChanged } from './product/on-stock-changed.js';
import { openCartStore } from './store/open-cart-store.js';
import { findRemains } from './person/find-remains.js';
import { personData } from './person/person-data.js';
import { entities } from './tables.js';

/**
 * Carts of guests and users, priced live, with a replica of product data for the hours when catalog
 * is away.
 */
export const cart = defineSubgraph<CartServices>({
  name: 'cart',
  schema: {
    resolvers: [
      CartResolver,
      personDataResolver('cart', personData),
      personRemainsResolver('cart', findRemains),
      CartCostResolver,
      UserCartResolver,
    ],
    references: { Cart: resolveCarts, User: resolveUsers },
  },
  entities: Object.values(entities),
  migrations: [Cart001Tables, Cart002RulesAndDelivery],
  services: async ({ config, log }, base) => ({
    carts: await openCartStore(config.kvUrl, {
      fork: () => base.systemCtx().em as SqlEntityManager,
      log,
    }),
  }),
  closeServices: (services) => services.carts.close(),
  ping: (services) => services.carts.ping(),
  consumers: [
    {
      group: 'cart-products',
      mode: 'versioned',
      handlers: [
        on(ProductCreated, onProductChanged),
        on(ProductUpdated, onProductChanged),
        on(ProductDeleted, onProductDeleted),
        on(StockChanged, onStockChanged),
      ],
    },
    // Not through an inbox: the cart itself remembers which orders were taken out, wherever it is
    // kept.
    { group: 'cart-orders', mode: 'versioned', handlers: [on(OrderPaid, onOrderPaid)] },
    {
      group: 'cart-customers',
      mode: 'versioned',
      handlers: [
        on(OrderCreated, onOrderCreated),
        on(OrderClaimed, onOrderClaimed),
        on(OrderCancelled, onOrderCancelled),
      ],
    },
    { group: 'cart-rules', mode: 'versioned', handlers: [on(PricingRuleChanged, storeRule)] },
    { group: 'cart-users', mode: 'versioned', handlers: [on(UserDeleted, onUserDeleted)] },
  ],
  replicas: [
    productReplica,
    stockReplica,
    ruleReplica<CartServices>('pricing.rules', 'pricing rules in cart'),
  ],
  records: { orders: customerOrderBook },
  commands: [learnOrders],
  jobs: [expireCarts],
});
