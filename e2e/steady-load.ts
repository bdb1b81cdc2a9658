import { setTimeout } from 'node:timers/promises';
import { Client } from './client.js';
import * as q from './purchase.js';

const PRODUCTS =
  '{ products(first: 5) { nodes { id name variants(first: 1) { nodes { id availability { inStock } } } } } }';

/**
 * Between two requests of a visitor: a small machine is to be busy with the shop, not with its
 * visitors.
 */
const THINK_MS = 50;

/** What visitors have seen. */
export interface SeenByVisitors {
  sent: number;
  /** One line per request that had no whole, right answer. */
  failed: string[];
  /** Longest answer, in milliseconds. */
  slowestMs: number;
}

/**
 * Visitors who look, search and fill carts until they are stopped: queries and changes, each of
 * which must succeed.
 */
export function startVisitors(
  url: string,
  count: number,
): { stop(): Promise<SeenByVisitors>; seen(): SeenByVisitors } {
  const seen: SeenByVisitors = { sent: 0, failed: [], slowestMs: 0 };
  let stopped = false;
  const visit = async () => {
    const client = new Client(url);
    const ask = async (what: string, query: string, variables = {}) => {
      await setTimeout(THINK_MS);
      const startedAt = performance.now();
      seen.sent++;
      const { status, data, errors } = await client.send(query, variables).catch((error: Error) => {
        const { message, cause } = error as Error & { cause?: Error };
        return {
          status: 0,
          data: undefined,
          errors: [{ message: `${message} ${cause?.message ?? ''}` }],
        };
      });
      const refused = Object.values(
        (data ?? {}) as Record<string, { userErrors?: unknown[] }>,
      ).flatMap((value) => value?.userErrors ?? []);
      seen.slowestMs = Math.max(seen.slowestMs, Math.round(performance.now() - startedAt));
      if (status === 200 && !errors?.length && refused.length === 0) return data;
      seen.failed.push(
        `${new Date().toISOString()} ${what}: ${status} ${JSON.stringify(errors ?? refused)}`,
      );
      return undefined;
    };
    while (!stopped) {
      const found = await ask('products', PRODUCTS);
      await ask('search', q.SEARCH, { query: 'shirt' });
      const variantId = found?.products.nodes[0]?.variants.nodes[0]?.id;
      const cart = (await ask('cartCreate', q.CART_CREATE))?.cartCreate.cart;
      if (cart && variantId)
        await ask('cartLinesAdd', q.CART_ADD, {
          cart: cart.id,
          lines: [{ variantId, quantity: 1 }],
        });
    }
  };
  const visitors = Array.from({ length: count }, visit);
  return {
    seen: () => seen,
    stop: async () => {
      stopped = true;
      await Promise.all(visitors);
      return seen;
    },
  };
}
