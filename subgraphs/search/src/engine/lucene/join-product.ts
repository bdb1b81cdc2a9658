import type { StockDocument } from '../../document/product-document.js';
import { type ProductFields, type ProductSource, unknownFields } from './product-source.js';

/** Something that was said about a product. */
export interface ProductChange {
  id: string;
  fields?: ProductFields;
  stocks?: readonly Pick<StockDocument, 'variantId' | 'version' | 'available'>[];
  /** Variants whose sold pieces are to be looked up, too: the catalog does not tell them. */
  variantIds?: readonly string[];
  /** All pieces sold so far, by variant. */
  sales?: Readonly<Record<string, number>>;
  /** Version at which the product was deleted. */
  deletedAt?: number;
}

/**
 * The document after a change, or undefined when it says nothing new. Of each part the highest
 * version is kept, of sold pieces the highest number, and a deletion ends everything. So the order
 * and number of changes do not matter: all of them, in any order and however often, lead to the
 * same document.
 */
export function joinProduct(
  source: ProductSource | undefined,
  change: ProductChange,
): ProductSource | undefined {
  if (change.deletedAt !== undefined) {
    if (source?.deleted && source.version >= change.deletedAt) return undefined;
    return tombstone(change.id, Math.max(change.deletedAt, source?.version ?? 0));
  }
  if (source?.deleted) return undefined;
  const isNewer = change.fields !== undefined && change.fields.version > (source?.version ?? 0);
  const stocks = { ...source?.stocks };
  const sales = { ...source?.sales };
  let isChanged = isNewer;
  for (const { variantId, version, available } of change.stocks ?? []) {
    const known = stocks[variantId];
    if (known && known[0] >= version) continue;
    stocks[variantId] = [version, available];
    isChanged = true;
  }
  for (const [variantId, pieces] of Object.entries(change.sales ?? {})) {
    if ((sales[variantId] ?? 0) >= pieces) continue;
    sales[variantId] = pieces;
    isChanged = true;
  }
  if (!isChanged) return undefined;
  return withConclusions(
    isNewer ? change.fields! : (source ?? unknownFields(change.id)),
    stocks,
    sales,
  );
}

function withConclusions(
  fields: ProductFields,
  stocks: ProductSource['stocks'],
  sales: ProductSource['sales'],
): ProductSource {
  return {
    ...fields,
    deleted: false,
    in_stock: fields.variants.some((variant) => (stocks[variant.id]?.[1] ?? 0) > 0),
    sold: fields.variants.reduce((sum, variant) => sum + (sales[variant.id] ?? 0), 0),
    stocks,
    sales,
  };
}

function tombstone(id: string, version: number): ProductSource {
  return {
    ...unknownFields(id),
    version,
    deleted: true,
    in_stock: false,
    sold: 0,
    stocks: {},
    sales: {},
  };
}
