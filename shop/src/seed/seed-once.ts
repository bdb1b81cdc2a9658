import type { Logger } from 'pino';
import type { Shop } from '../start-shop.js';
import { demoUsers } from './demo-users.js';
import { seedCatalog } from './seed-catalog.js';
import { seedOrders } from './seed-orders.js';

const MARK = 'shop:demo-seeded';
const CATCH_UP_MS = 30_000;

/** Fills an empty shop with the demo shop, once per data folder and never in production. Returns whether this is a demo shop. */
export async function seedOnce(shop: Shop, log: Logger): Promise<boolean> {
  if (shop.config.nodeEnv === 'production') return false;
  if ((await shop.runtime.kv.get(MARK)) !== undefined) return true;
  log.info('first start: setting up the demo shop');
  const { admin, customer } = await demoUsers(shop);
  await seedCatalog(shop, admin);
  await caughtUp(shop);
  await seedOrders(shop, customer, admin);
  await caughtUp(shop);
  await shop.runtime.kv.set(MARK, new Date().toISOString());
  return true;
}

/** Waits until search, carts and orders have heard of everything published so far. */
export async function caughtUp(shop: Shop): Promise<void> {
  const deadline = Date.now() + CATCH_UP_MS;
  for (const subgraph of shop.subgraphs) await subgraph.drain();
  while ((await shop.runtime.bus.groups()).some((group) => group.lag > 0)) {
    if (Date.now() > deadline) throw new Error('the consumers did not catch up with the demo shop');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
