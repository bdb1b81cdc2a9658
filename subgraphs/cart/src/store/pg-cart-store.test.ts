import { openMemoryDatabase } from '@emporium/db/embedded-database';
import { openEmbeddedSubgraph } from '@emporium/db/open-embedded';
import { sqlRun } from '@emporium/db/sql';
import { Cart001Tables } from '../migrations/cart-001-tables.js';
import { describeCartStore } from './cart-store.contract.js';
import { pgCartStore } from './pg/pg-cart-store.js';

describeCartStore('on PGlite', async () => {
  const embedded = await openMemoryDatabase();
  const database = await openEmbeddedSubgraph({ name: 'cart', entities: [], migrations: [Cart001Tables] }, embedded.connection);
  return {
    store: pgCartStore(() => database.fork()),
    expire: async (cartId) => void (await sqlRun(database.fork(), `update cart.cart set expires_at = now() where id = ?`, [cartId])),
    close: async () => {
      await database.close();
      await embedded.close();
    },
  };
});
