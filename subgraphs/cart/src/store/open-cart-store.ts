import type { SqlEntityManager } from '@emporium/db/entity-manager';
import type { CartStore } from './cart-store.js';
import { pgCartStore } from './pg/pg-cart-store.js';

/** What a store may use of its subgraph. */
export interface CartStoreParts {
  /** A fresh entity manager on the subgraph's database. */
  fork(): SqlEntityManager;
  log: { warn(fields: object, message: string): void };
}

/** Opens the cart store that KV_URL names: redis://, or tables in the subgraph's own database. */
export async function openCartStore(
  url: string,
  { fork, log }: CartStoreParts,
): Promise<CartStore> {
  if (!/^rediss?:/.test(url)) return pgCartStore(fork);
  // A shop that keeps carts in tables does not load the driver.
  const { openRedisCartStore } = await import('./redis-cart-store.adapter.js');
  return openRedisCartStore(url, {
    onError: (err) => log.warn({ err }, 'the cart store has trouble with Redis'),
  });
}
