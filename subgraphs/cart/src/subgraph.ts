import {
  ProductCreated,
  ProductDeleted,
  ProductUpdated,
  StockChanged,
} from '@emporium/catalog-events';
import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { OrderPaid } from '@emporium/orders-events';
import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import { UserDeleted } from '@emporium/users-events';
import type { CartServices } from './context.js';
import { resolveCarts, resolveUsers } from './cart/cart-references.js';
import { CartResolver, UserCartResolver } from './cart/cart.resolver.js';
import { expireCarts } from './cart/expire-carts.job.js';
import { onOrderPaid } from './cart/on-order-paid.js';
import { onUserDeleted } from './cart/on-user-deleted.js';
import { Cart001Tables } from './migrations/cart-001-tables.js';
import { onProductChanged, onProductDeleted } from './product/on-product-changed.js';
import { productReplica, stockReplica } from './product/replicas.js';
import { onStockChanged } from './product/on-stock-changed.js';
import { openCartStore } from './store/open-cart-store.js';
import { entities } from './tables.js';

/**
 * Carts of guests and users, priced live, with a replica of product data for the hours when catalog
 * is away.
 */
export const cart = defineSubgraph<CartServices>({
  name: 'cart',
  schema: {
    resolvers: [CartResolver, UserCartResolver],
    references: { Cart: resolveCarts, User: resolveUsers },
  },
  entities: Object.values(entities),
  migrations: [Cart001Tables],
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
    { group: 'cart-users', mode: 'versioned', handlers: [on(UserDeleted, onUserDeleted)] },
  ],
  replicas: [productReplica, stockReplica],
  jobs: [expireCarts],
});
