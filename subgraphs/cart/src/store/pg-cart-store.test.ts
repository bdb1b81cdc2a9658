import { openEmbeddedSubgraph } from '@emporium/db/open-embedded';
import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { Cart001Tables } from '../migrations/cart-001-tables.js';
import { Cart002RulesAndDelivery } from '../migrations/cart-002-rules-and-delivery.js';
import { sql } from 'kysely';
import { entities, query } from '../tables.js';
import { describeCartStore } from './cart-store.contract.js';
import { pgCartStore } from './pg/pg-cart-store.js';

describeCartStore('on PGlite', async () => {
  const embedded = await emptyDatabase();
  const database = await openEmbeddedSubgraph(
    {
      name: 'cart',
      entities: Object.values(entities),
      migrations: [Cart001Tables, Cart002RulesAndDelivery],
    },
    embedded.connection,
  );
  return {
    store: pgCartStore(() => database.fork()),
    expire: async (cartId) =>
      void (await query({ em: database.fork() })
        .updateTable('CartRow')
        .set({ expiresAt: sql<Date>`now()` })
        .where('id', '=', cartId)
        .execute()),
    close: async () => {
      await database.close();
      await embedded.close();
    },
  };
});
