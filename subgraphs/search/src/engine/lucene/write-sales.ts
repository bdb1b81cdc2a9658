import { changeFacts } from './change-fact.js';
import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';
import type { ProductWriter } from './write-products.js';

/** Fact: pieces of a variant sold so far, with the orders that were counted last. */
export interface UnitsSold {
  pieces: number;
  orders: string[];
}

/** A repeated event comes soon after the first one, so these many orders are enough to tell it. */
const REMEMBERED_ORDERS = 100;
const MAX_PRODUCTS = 1_000;

/** Id of the fact about a variant. */
export function soldId(variantId: string): string {
  return `sold:${variantId}`;
}

interface Found {
  hits: { hits: { _source: { id: string; variants: { id: string }[] } }[] };
}

/** Counts sold pieces, once per order, and tells the totals to the products they belong to. */
export async function writeSales(
  server: LuceneServer,
  names: IndexNames,
  products: ProductWriter,
  lines: readonly { variantId: string; quantity: number }[],
  orderId?: string,
): Promise<void> {
  const quantities = new Map<string, number>();
  for (const { variantId, quantity } of lines)
    quantities.set(variantId, (quantities.get(variantId) ?? 0) + quantity);
  if (quantities.size === 0) return;
  const byFact = new Map(
    [...quantities].map(([variantId, quantity]) => [soldId(variantId), quantity]),
  );
  const facts = await changeFacts<UnitsSold>(
    server,
    names,
    [...byFact.keys()],
    (id, now = { pieces: 0, orders: [] }) => {
      if (orderId !== undefined && now.orders.includes(orderId)) return undefined;
      const orders =
        orderId === undefined ? now.orders : [orderId, ...now.orders].slice(0, REMEMBERED_ORDERS);
      return { pieces: now.pieces + byFact.get(id)!, orders };
    },
  );
  const ids = [...quantities.keys()];
  const owners = await ownersOf(server, names, ids);
  await products.write(
    ids.flatMap((variantId) => {
      const id = owners.get(variantId);
      // A product that is not there yet reads the fact when it comes.
      return id === undefined
        ? []
        : [{ id, sales: { [variantId]: facts.get(soldId(variantId))!.pieces } }];
    }),
  );
}

/** Products by variant; refreshes once when one is not found, since it may be quite new. */
async function ownersOf(
  server: LuceneServer,
  names: IndexNames,
  variantIds: readonly string[],
): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  for (const isFresh of [false, true]) {
    const missing = variantIds.filter((id) => !owners.has(id));
    if (missing.length === 0) break;
    if (isFresh) await server.admin('POST', `/${names.products}/_refresh`);
    const { hits } = await server.read<Found>(`/${names.products}/_search`, {
      size: MAX_PRODUCTS,
      _source: ['id', 'variants.id'],
      query: { nested: { path: 'variants', query: { terms: { 'variants.id': missing } } } },
    });
    for (const { _source } of hits.hits)
      for (const variant of _source.variants) owners.set(variant.id, _source.id);
  }
  return owners;
}
