import { loadConfig } from '@emporium/platform/config/load-config';
import { demoUsers } from '@emporium/shop/seed/demo-users';
import { DEMO_LINES } from '@emporium/shop/seed/demo-shop';
import { seedCatalog } from '@emporium/shop/seed/seed-catalog';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { seedOrders } from '@emporium/shop/seed/seed-orders';
import { startShop } from '@emporium/shop/start-shop';
import { pino } from 'pino';
import { Client } from './client.js';

const CREATE = `mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { variants(first: 2) { nodes { id } } } userErrors { ... on UserError { code } } } }`;

/**
 * A data folder with a demo shop of one product: drawing pictures for sixty is not what is tested
 * here.
 */
export async function prepareFolder(dataDir: string): Promise<void> {
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  const shop = await startShop(config, { log: pino({ level: 'silent' }), withoutGateway: true });
  const { admin, customer } = await demoUsers(shop);
  const [line] = DEMO_LINES;
  await seedCatalog(shop, admin, [{ ...line!, names: line!.names.slice(0, 1) }]);
  await caughtUp(shop);
  await seedOrders(shop, customer, admin);
  await caughtUp(shop);
  await shop.close();
}

/** One thing that everybody can have and one that runs out. */
export async function goods(url: string): Promise<string[]> {
  const admin = await new Client(url).logIn('admin@emporium.test', 'emporium-demo');
  const variants = [100_000, 25].map((initialStock, i) => ({
    sku: `crash-${i}`,
    price: { minor: 999, currency: 'EUR' },
    options: [{ name: 'Size', value: `${i}` }],
    initialStock,
  }));
  const { productCreate } = await admin.get(CREATE, {
    input: { sku: 'crash', slug: 'crash', name: 'Crash', variants },
  });
  return productCreate.product.variants.nodes.map((node: { id: string }) => node.id);
}
