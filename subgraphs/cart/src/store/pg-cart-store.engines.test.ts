import { randomUUID } from 'node:crypto';
import { openPostgresSubgraph } from '@emporium/db/open-postgres';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { Cart001Tables } from '../migrations/cart-001-tables.js';
import { Cart002RulesAndDelivery } from '../migrations/cart-002-rules-and-delivery.js';
import { sql } from 'kysely';
import { entities, query } from '../tables.js';
import { describeCartStore } from './cart-store.contract.js';
import { pgCartStore } from './pg/pg-cart-store.js';

describeWithEngine('carts on PostgreSQL', engineUrls().databaseUrl, (serverUrl) => {
  describeCartStore('on PostgreSQL', async () => {
    const name = `cart_test_${randomUUID().slice(0, 8)}`;
    const parts = {
      name: 'cart',
      entities: Object.values(entities),
      migrations: [Cart001Tables, Cart002RulesAndDelivery],
    };
    const database = await openPostgresSubgraph(parts, withDatabase(serverUrl, name), {
      max: 10,
      statementTimeoutMs: 8_000,
    });
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
        const server = openPgPool(serverUrl);
        await server.query(`drop database if exists ${name} with (force)`);
        await server.close();
      },
    };
  });
});
