import { randomUUID } from 'node:crypto';
import { money } from '@emporium/money/money';
import { engineUrls } from '@emporium/testing/engine-urls';
import { Redis } from 'ioredis';
import type { CartStore } from '../../subgraphs/cart/src/store/cart-store.js';
import { pgCartStore } from '../../subgraphs/cart/src/store/pg/pg-cart-store.js';
import { openRedisCartStore } from '../../subgraphs/cart/src/store/redis-cart-store.adapter.js';
import { Cart001Tables } from '../../subgraphs/cart/src/migrations/cart-001-tables.js';
import { EMBEDDED, openRig, realDatabase } from './rig.js';
import { printTable, quantile } from './table.js';

const CARTS = 200;
const ADDS = 1_000;
const ROUNDS = 4;
const CLIENTS = 8;

interface Opened {
  name: string;
  store: CartStore;
  close(): Promise<void>;
}

async function onTables(site: typeof EMBEDDED): Promise<Opened> {
  const rig = await openRig(site);
  const database = await rig.runtime.openDatabase({
    name: 'cart',
    entities: [],
    migrations: [Cart001Tables],
  });
  const close = async () => {
    await database.close();
    await rig.close();
  };
  return {
    name: `tables on ${site === EMBEDDED ? 'PGlite' : 'PostgreSQL'}`,
    store: pgCartStore(() => database.fork()),
    close,
  };
}

async function onRedis(url: string): Promise<Opened> {
  const prefix = `bench-${randomUUID()}:cart:`;
  const store = await openRedisCartStore(url, { prefix });
  const close = async () => {
    await store.close();
    const admin = new Redis(url);
    const left = await admin.keys(`${prefix}*`);
    for (let at = 0; at < left.length; at += 500) await admin.del(left.slice(at, at + 500));
    admin.disconnect();
  };
  return { name: 'Redis', store, close };
}

/** Adds lines from several clients at once; returns the milliseconds of each call. */
async function addLines(store: CartStore, carts: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const client = async () => {
    for (let n = next++; n < ADDS; n = next++) {
      const line = {
        variantId: `var_${n % 20}`,
        quantity: 1,
        priceWhenAdded: money(1_000, 'EUR'),
        name: 'Thing',
        sku: `sku-${n % 20}`,
      };
      const started = performance.now();
      const written = await store.addLines({ cartId: carts[n % carts.length]! }, [line]);
      times.push(performance.now() - started);
      if (!written.done) throw new Error(`not added: ${written.reason}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return times;
}

/**
 * `npm run bench -- cart`: adding a line to a cart, store by store in turns, from 8 clients at
 * once; what GraphQL costs is not in it.
 */
export async function benchCart(): Promise<void> {
  const { redisUrl } = engineUrls();
  const real = realDatabase();
  if (!redisUrl) console.log('not measured: Redis (REDIS_URL) is not there');
  const stores = [
    await onTables(EMBEDDED),
    ...(real ? [await onTables(real)] : []),
    ...(redisUrl ? [await onRedis(redisUrl)] : []),
  ];
  const times = new Map<string, { all: number[]; seconds: number }>();
  for (const { name, store } of stores) {
    const carts = await Promise.all(
      Array.from({ length: CARTS }, async () => (await store.create()).id),
    );
    await addLines(store, carts);
    times.set(name, { all: [], seconds: 0 });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, store } of stores) {
      const carts = await Promise.all(
        Array.from({ length: CARTS }, async () => (await store.create()).id),
      );
      const started = performance.now();
      const found = times.get(name)!;
      found.all.push(...(await addLines(store, carts)));
      found.seconds += (performance.now() - started) / 1_000;
    }
  }
  for (const { close } of stores) await close();
  const base = quantile(times.get(real ? 'tables on PostgreSQL' : 'tables on PGlite')!.all, 0.99);
  printTable(
    `cart add, ${CLIENTS} clients, ${ADDS * ROUNDS} adds each`,
    ['store', 'p50 ms', 'p99 ms', 'adds/s', `p99 to ${real ? 'PostgreSQL' : 'PGlite'}`],
    [...times].map(([name, { all, seconds }]) => {
      const p99 = quantile(all, 0.99);
      return [
        name,
        quantile(all, 0.5),
        p99,
        (ADDS * ROUNDS) / seconds,
        `${(p99 / base).toFixed(2)}x`,
      ];
    }),
  );
}
