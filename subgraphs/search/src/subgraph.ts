import * as catalog from '@emporium/catalog-events';
import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { OrderPaid } from '@emporium/orders-events';
import { settingsOf } from '@emporium/platform/config/settings';
import { defineSubgraph, on } from '@emporium/platform/define-subgraph';
import type { SearchServices } from './context.js';
import { searchConfig } from './config.js';
import { onOrderPaid } from './document/on-order-paid.js';
import {
  onCategoryChanged,
  onCategoryDeleted,
  onProductChanged,
  onProductDeleted,
  onStockChanged,
} from './document/on-product-changed.js';
import { inspectEngine } from './engine/inspect-engine.js';
import { openSearchEngine } from './engine/open-search-engine.js';
import { entities } from './engine/pg/tables.js';
import { indexEqualsCatalog } from './invariants/index-equals-catalog.js';
import { Search001Tables } from './migrations/search-001-tables.js';
import { rebuildIndex, verifyCommand } from './operation/rebuild-index.js';
import {
  ProductRelatedResolver,
  resolveProducts,
  SearchResolver,
} from './search/search.resolver.js';
import { SynonymCache } from './synonym/synonym-cache.js';
import { SynonymResolver } from './synonym/synonym.resolver.js';

const INDEX_GROUP = 'search-index';

/** Finds products in an index that is fed by events alone. */
export const search = defineSubgraph<SearchServices>({
  name: 'search',
  schema: {
    resolvers: [SearchResolver, ProductRelatedResolver, SynonymResolver],
    references: { Product: resolveProducts },
  },
  entities: Object.values(entities),
  migrations: [Search001Tables],
  config: searchConfig,
  services: async (runtime, base) => {
    const engine = await openSearchEngine(
      settingsOf(runtime.config, searchConfig).SEARCH_URL,
      () => base.systemCtx().em as SqlEntityManager,
    );
    const lagEvents = async () =>
      (await runtime.bus.groups()).find((group) => group.group === INDEX_GROUP)?.lag ?? 0;
    return { engine, synonyms: new SynonymCache(engine), lagEvents };
  },
  closeServices: (services) => services.engine.close(),
  ping: (services) => services.engine.ping(),
  consumers: [
    {
      group: INDEX_GROUP,
      mode: 'versioned',
      // An engine writes many changes in the time of one; the order of each product is kept.
      concurrency: 32,
      handlers: [
        on(catalog.ProductCreated, onProductChanged),
        on(catalog.ProductUpdated, onProductChanged),
        on(catalog.ProductDeleted, onProductDeleted),
        on(catalog.StockChanged, onStockChanged),
        on(catalog.CategoryCreated, onCategoryChanged),
        on(catalog.CategoryUpdated, onCategoryChanged),
        on(catalog.CategoryDeleted, onCategoryDeleted),
      ],
    },
    // Not in the index group: an order that counts for BEST_SELLING must count once, so it goes
    // through the inbox.
    { group: 'search-sales', mode: 'inbox', handlers: [on(OrderPaid, onOrderPaid)] },
  ],
  commands: [
    { name: 'search-rebuild', run: rebuildIndex },
    { name: 'search-verify', run: verifyCommand },
  ],
  invariants: [indexEqualsCatalog],
  inspections: [inspectEngine],
});
