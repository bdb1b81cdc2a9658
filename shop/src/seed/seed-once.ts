import { servicePrincipal } from '@emporium/auth/principal';
import type { Logger } from 'pino';
import type { Shop } from '../start-shop.js';
import { callSubgraph } from './call-subgraph.js';
import { demoUsers, findUser } from './demo-users.js';
import { seedCatalog } from './seed-catalog.js';
import { seedOrders } from './seed-orders.js';
import { seedPricing } from './seed-pricing.js';

const CATCH_UP_MS = 30_000;

/**
 * Fills an empty shop with the demo shop, once per data folder and never in production. Returns
 * whether this is a demo shop.
 */
export async function seedOnce(shop: Shop, log: Logger): Promise<boolean> {
  if (shop.config.nodeEnv === 'production') return false;
  if (await isSeeded(shop)) return true;
  log.info('first start: setting up the demo shop');
  const { admin, customer } = await demoUsers(shop);
  await seedCatalog(shop, admin);
  await seedPricing(shop, admin);
  await caughtUp(shop);
  await seedOrders(shop, customer, admin);
  await caughtUp(shop);
  return true;
}

const ORDERS = 'query ($where: OrderWhere) { orders(first: 1, where: $where) { nodes { id } } }';

/** The orders of the demo customer come last: when they are there, everything is. */
async function isSeeded(shop: Shop): Promise<boolean> {
  const customerId = await findUser(shop, 'customer@emporium.test');
  if (!customerId) return false;
  const found = await callSubgraph<{ nodes: unknown[] }>(
    shop,
    'orders',
    servicePrincipal('orders'),
    ORDERS,
    { where: { customerId } },
  );
  return found.nodes.length > 0;
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
