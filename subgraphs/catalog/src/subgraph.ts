import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import {
  OrderCancelled,
  OrderEdited,
  OrderExtended,
  OrderPaid,
  OrderRestockRequested,
} from '@emporium/orders-events';
import { PricingRuleChanged } from '@emporium/pricing-events';
import { ruleReplica } from '@emporium/pricing-replica/rule-replica';
import { storeRule } from '@emporium/pricing-replica/store-rule';
import { BuyerPriceResolver } from './buyer-price/buyer-price.resolver.js';
import { CategoryMutations } from './category/category-mutations.resolver.js';
import { CategoryResolver } from './category/category.resolver.js';
import { resolveCategories } from './category/load-categories.js';
import { ImageResolver } from './image/image.resolver.js';
import { exportProducts } from './export/export-command.js';
import { importProducts } from './import/import-command.js';
import { catalogInvariants } from './invariants/catalog-invariants.js';
import { Catalog001Products } from './migrations/catalog-001-products.js';
import { Catalog002Stock } from './migrations/catalog-002-stock.js';
import { Catalog003Drafts } from './migrations/catalog-003-drafts.js';
import { Catalog004WhatRulesLookAt } from './migrations/catalog-004-what-rules-look-at.js';
import { Catalog005Restock } from './migrations/catalog-005-restock.js';
import { Catalog006Rules } from './migrations/catalog-006-rules.js';
import { Catalog007EditedOrders } from './migrations/catalog-007-edited-orders.js';
import { resolveProducts } from './product/load-products.js';
import { ProductMutations } from './product/product-mutations.resolver.js';
import { ProductResolver } from './product/product.resolver.js';
import { republishProducts } from './product/republish-products.job.js';
import { ownedCategories } from './reconcile/owned-categories.js';
import { ownedProducts } from './reconcile/owned-products.js';
import { ownedStock } from './reconcile/owned-stock.js';
import { holdBook } from './reservation/hold-book.js';
import { onOrderCancelled } from './reservation/on-order-cancelled.js';
import { onOrderEdited } from './reservation/on-order-edited.js';
import { onOrderExtended } from './reservation/on-order-extended.js';
import { onOrderPaid } from './reservation/on-order-paid.js';
import { onOrderRestockRequested } from './reservation/on-order-restock-requested.js';
import { ReservationResolver } from './reservation/reservation.resolver.js';
import { sweepReservations } from './reservation/sweep-reservations.job.js';
import { stockSums } from './stock/stock-sums.js';
import { StockResolver } from './stock/stock.resolver.js';
import { resolveMovements } from './stock/resolve-movements.js';
import { resolveVariants } from './variant/load-variants.js';
import { entities } from './tables.js';
import { VariantMutations } from './variant/variant-mutations.resolver.js';
import { VariantResolver } from './variant/variant.resolver.js';

export const catalog = defineSubgraph({
  name: 'catalog',
  schema: {
    resolvers: [
      ProductResolver,
      ProductMutations,
      VariantResolver,
      VariantMutations,
      BuyerPriceResolver,
      ImageResolver,
      CategoryResolver,
      CategoryMutations,
      StockResolver,
      ReservationResolver,
    ],
    references: {
      Product: resolveProducts,
      ProductVariant: resolveVariants,
      Category: resolveCategories,
      StockMovement: resolveMovements,
    },
    directives: {
      ProductError: ['@tag(name: "admin")'],
      CategoryError: ['@tag(name: "admin")'],
      StockError: ['@tag(name: "admin")'],
      StockMovementType: ['@tag(name: "admin")'],
      ReservationState: ['@inaccessible'],
    },
  },
  entities: Object.values(entities),
  migrations: [
    Catalog001Products,
    Catalog002Stock,
    Catalog003Drafts,
    Catalog004WhatRulesLookAt,
    Catalog005Restock,
    Catalog006Rules,
    Catalog007EditedOrders,
  ],
  consumers: [
    {
      group: 'catalog-reservations',
      mode: 'inbox',
      handlers: [
        on(OrderPaid, onOrderPaid),
        on(OrderCancelled, onOrderCancelled),
        on(OrderExtended, onOrderExtended),
        on(OrderEdited, onOrderEdited),
        on(OrderRestockRequested, onOrderRestockRequested),
      ],
    },
    { group: 'catalog-rules', mode: 'versioned', handlers: [on(PricingRuleChanged, storeRule)] },
  ],
  jobs: [sweepReservations, republishProducts],
  invariants: catalogInvariants,
  owned: [ownedProducts, ownedStock, ownedCategories],
  replicas: [ruleReplica<unknown>('pricing.rules', 'pricing rules in catalog')],
  records: { orders: holdBook },
  commands: [
    { name: 'import', run: importProducts },
    { name: 'export', run: exportProducts },
    stockSums,
  ],
});
