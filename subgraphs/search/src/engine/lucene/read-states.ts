import type { IndexNames } from './index-names.js';
import type { ProductChange } from './join-product.js';
import type { LuceneServer } from './lucene-server.js';
import type { ProductSource } from './product-source.js';
import { readDocuments, type Stored } from './read-documents.js';
import { type UnitsSold, soldId } from './write-sales.js';

/** A document as it is, and what is known about its product elsewhere. */
export interface ProductState {
  stored: Stored<ProductSource> | undefined;
  known: ProductChange[];
}

/** Stock and sales of a document, as something to join. */
export function stocksAndSales({ id, stocks, sales }: ProductSource): ProductChange {
  return {
    id,
    stocks: Object.entries(stocks).map(([variantId, [version, available]]) => ({
      variantId,
      version,
      available,
    })),
    sales,
  };
}

/**
 * Reads, for the changes of each product, its document, the one of another index, and the pieces
 * sold of its variants: in one request.
 */
export async function readStates(
  server: LuceneServer,
  names: IndexNames,
  index: string,
  products: readonly (readonly ProductChange[])[],
  from: string | undefined,
): Promise<ProductState[]> {
  const ids = products.map((changes) => changes[0]!.id);
  const variantIds = [...new Set(products.flat().flatMap((change) => change.variantIds ?? []))];
  const found = await readDocuments(server, [
    ...ids.map((id) => ({ index, id })),
    ...(from === undefined ? [] : ids.map((id) => ({ index: from, id }))),
    ...variantIds.map((id) => ({ index: names.facts, id: soldId(id) })),
  ]);
  const facts = found.slice(found.length - variantIds.length) as (Stored<UnitsSold> | undefined)[];
  const sold = new Map(
    variantIds.flatMap((id, i) => (facts[i] ? [[id, facts[i].source.pieces] as const] : [])),
  );
  return products.map((changes, i) => {
    const elsewhere =
      from === undefined ? undefined : (found[ids.length + i]?.source as ProductSource | undefined);
    const own = changes.flatMap((change) => change.variantIds ?? []).filter((id) => sold.has(id));
    return {
      stored: found[i] as Stored<ProductSource> | undefined,
      known: [
        ...(elsewhere && !elsewhere.deleted ? [stocksAndSales(elsewhere)] : []),
        ...(own.length > 0
          ? [{ id: ids[i]!, sales: Object.fromEntries(own.map((id) => [id, sold.get(id)!])) }]
          : []),
      ],
    };
  });
}
