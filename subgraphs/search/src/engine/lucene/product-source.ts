import type { ProductDocument } from '../../document/product-document.js';
import { fold, indexWords } from '../../text/normalise.js';

/** What the catalog says about a product; replaced as a whole by the next version. */
export interface ProductFields {
  id: string;
  /** 0: the catalog has not said anything yet, only stock or sales are known. */
  version: number;
  visible: boolean;
  name: string;
  slug: string;
  description: string;
  image_asset_id: string | null;
  currency: string;
  created_at: string | null;
  price_min: number;
  price_max: number;
  prices: number[];
  name_folded: string;
  skus: string[];
  text_name: string;
  text_facts: string;
  text_description: string;
  words: string;
  facets: { name: string; value: string }[];
  pairs: string[];
  variants: { id: string; sku: string; name: string; options: { name: string; value: string }[] }[];
}

/**
 * A document as the engine keeps it: the fields, what was said about stock and sales, and what
 * follows from them.
 */
export interface ProductSource extends ProductFields {
  deleted: boolean;
  in_stock: boolean;
  sold: number;
  /**
   * Version and available pieces by variant; also of variants that the catalog does not tell of
   * (yet).
   */
  stocks: Record<string, [version: number, available: number]>;
  /** Sold pieces by variant. */
  sales: Record<string, number>;
}

/** A facet pair as one text; names hold no `=`. */
export function pairOf(name: string, value: string): string {
  return `${name}=${value}`;
}

/** Fields of a document. Texts are words only, so that no engine's idea of a word matters. */
export function toFields(document: ProductDocument): ProductFields {
  const { variants } = document;
  const prices = [...new Set(variants.map((variant) => variant.priceMinor))].toSorted(
    (a, b) => a - b,
  );
  const skus = [document.sku, ...variants.map((variant) => variant.sku)];
  const name = indexWords(document.name);
  const facts = [
    ...document.facets.filter((facet) => facet.name !== 'category').map((facet) => facet.value),
    ...document.categories.map((category) => category.name),
    ...skus,
  ].flatMap(indexWords);
  const description = indexWords(document.description);
  return {
    id: document.id,
    version: document.version,
    visible: document.isVisible,
    name: document.name,
    slug: document.slug,
    description: document.description.slice(0, 2_000),
    image_asset_id: document.imageAssetId,
    currency: document.currency,
    created_at: document.createdAt,
    price_min: prices[0] ?? 0,
    price_max: prices.at(-1) ?? 0,
    prices,
    name_folded: fold(document.name).trim(),
    skus: [...new Set(skus.map((sku) => fold(sku).trim()))],
    text_name: name.join(' '),
    text_facts: facts.join(' '),
    text_description: description.join(' '),
    words: [...new Set([...name, ...facts, ...description])].join(' '),
    facets: document.facets.map((facet) => ({ name: facet.name, value: facet.value })),
    pairs: document.facets.map((facet) => pairOf(facet.name, facet.value)),
    variants: variants.map(({ id, sku, name: variantName, options }) => ({
      id,
      sku,
      name: variantName,
      options,
    })),
  };
}

/** A product of which nothing is known but its id; shown nowhere. */
export function unknownFields(id: string): ProductFields {
  return {
    ...{
      id,
      version: 0,
      visible: false,
      name: '',
      slug: '',
      description: '',
      image_asset_id: null,
      currency: 'XXX',
      created_at: null,
    },
    ...{
      price_min: 0,
      price_max: 0,
      prices: [],
      name_folded: '',
      skus: [],
      text_name: '',
      text_facts: '',
      text_description: '',
    },
    ...{ words: '', facets: [], pairs: [], variants: [] },
  };
}
