// First, because it loads reflect-metadata, which the decorators of the others need.
import '@emporium/graphql/federated-schema';
import { engineUrls } from '@emporium/testing/engine-urls';
import { shopUnderTest, type ShopUnderTest } from '../../e2e/shop-under-test.js';
import { insist, order, prize, shopper, type Prize } from '../../e2e/race.js';
import * as q from '../../e2e/purchase.js';
import { dropDatabase, ownDatabases } from './databases.js';
import { EMBEDDED, type Site } from './rig.js';
import { printTable, quantile } from './table.js';

const BUYERS = 6;
const ORDERS = 120;
const PRODUCTS = 20;
/** Buyers from one address must not be held back: that is measured elsewhere. */
const NO_LIMITS = Object.fromEntries(
  ['COST_PER_MINUTE_PER_IP', 'COST_PER_MINUTE_PER_USER', 'LOGINS_PER_MINUTE_PER_IP'].map((name) => [
    `LIMIT_${name}`,
    '1000000000',
  ]),
);

/**
 * PostgreSQL, Kafka and Redis under the whole shop in one process, with databases of its own; the
 * topics are those of any shop.
 */
function real(): Site | undefined {
  const { databaseUrl, kafkaBrokers, redisUrl } = engineUrls();
  if (!databaseUrl || !kafkaBrokers || !redisUrl) {
    console.log(
      'not measured on engines: needs DATABASE_URL, KAFKA_BROKERS and REDIS_URL (engines of your own: the topics are not)',
    );
    return undefined;
  }
  const env = {
    DATABASE_URL: databaseUrl,
    ...ownDatabases(databaseUrl),
    BUS_URL: `kafka://${kafkaBrokers}`,
    KV_URL: redisUrl,
  };
  return { name: 'PostgreSQL + Kafka + Redis', env };
}

/**
 * From an empty cart to a captured payment, as a guest. Returns the milliseconds of the order
 * alone.
 */
async function buy(shop: ShopUnderTest, goods: Prize): Promise<number> {
  const buyer = await shopper(shop, goods, 1);
  const started = performance.now();
  const { orderId: id, codes } = await order(buyer);
  const ms = performance.now() - started;
  if (!id) throw new Error(`no order: ${codes.join()}`);
  const { data, errors } = await insist(() =>
    buyer.client.send(q.PAY, { id, method: 'tok_ok', key: q.unique('pay') }),
  );
  if (data?.paymentCreate?.payment?.status !== 'CAPTURED')
    throw new Error(`not paid: ${JSON.stringify({ data, errors })}`);
  return ms;
}

async function measure(site: Site): Promise<(string | number)[]> {
  const shop = await shopUnderTest({ ...NO_LIMITS, ...site.env, LOG_LEVEL: 'error' });
  try {
    const goods = await Promise.all(Array.from({ length: PRODUCTS }, () => prize(shop, 1_000)));
    for (const one of goods) await buy(shop, one);
    const times: number[] = [];
    let next = 0;
    const started = performance.now();
    const buyer = async () => {
      for (let n = next++; n < ORDERS; n = next++)
        times.push(await buy(shop, goods[n % PRODUCTS]!));
    };
    await Promise.all(Array.from({ length: BUYERS }, buyer));
    const seconds = (performance.now() - started) / 1_000;
    return [site.name, ORDERS, ORDERS / seconds, quantile(times, 0.5), quantile(times, 0.99)];
  } finally {
    await shop.close();
    for (const [name, url] of Object.entries(site.env))
      if (name.endsWith('_DATABASE_URL')) await dropDatabase(url);
  }
}

/**
 * `npm run bench -- checkout`: guests that fill a cart, order and pay, over HTTP at the gateway;
 * shop and buyers share this process.
 */
export async function benchCheckout(): Promise<void> {
  const site = real();
  const rows: (string | number)[][] = [];
  // In turns, so that a machine that gets busier meanwhile is seen.
  for (const each of [EMBEDDED, ...(site ? [site] : []), EMBEDDED, ...(site ? [site] : [])])
    rows.push(await measure({ ...each }));
  const base = Number(rows[0]![2]);
  printTable(
    `cart, order, payment: ${BUYERS} guests at once, products ${PRODUCTS}`,
    ['site', 'orders', 'orders/s', 'order p50 ms', 'order p99 ms', 'to first embedded'],
    rows.map((row) => [...row, `${(Number(row[2]) / base).toFixed(2)}x`]),
  );
}
