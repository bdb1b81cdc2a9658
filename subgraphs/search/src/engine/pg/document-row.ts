import type { ProductDocument } from '../../document/product-document.js';
import { fold, indexWords } from '../../text/normalise.js';

/** A facet pair as one text; names hold no `=`. */
export function pairKey(name: string, value: string): string {
  return `${name}=${value}`;
}

/** A document as JSON for its table. */
export function toRow(document: ProductDocument) {
  const { variants } = document;
  const prices = [...new Set(variants.map((variant) => variant.priceMinor))].toSorted(
    (a, b) => a - b,
  );
  const { name, facts, description } = wordsOf(document);
  return {
    id: document.id,
    version: document.version,
    is_visible: document.isVisible,
    name: document.name,
    name_folded: fold(document.name).trim(),
    slug: document.slug,
    description: document.description.slice(0, 2_000),
    image_asset_id: document.imageAssetId,
    currency: document.currency,
    price_min: prices[0] ?? 0,
    price_max: prices.at(-1) ?? 0,
    prices,
    created_at: document.createdAt,
    facets: document.facets.map((facet) => pairKey(facet.name, facet.value)),
    words: [...new Set([...name, ...facts, ...description])],
    skus: [...new Set(skusOf(document).map((sku) => fold(sku).trim()))],
    variant_ids: variants.map((variant) => variant.id),
    variants: variants.map(({ id, sku, name: variantName, options }) => ({
      id,
      sku,
      name: variantName,
      options,
    })),
  };
}

/** The words of a document by their weight, as JSON. */
export function toWords(document: ProductDocument) {
  const { name, facts, description } = wordsOf(document);
  return { id: document.id, words_a: name, words_b: facts, words_d: description };
}

const skusOf = (document: ProductDocument) => [
  document.sku,
  ...document.variants.map((variant) => variant.sku),
];

function wordsOf(document: ProductDocument) {
  const facts = [
    ...document.facets.filter((facet) => facet.name !== 'category').map((facet) => facet.value),
    ...document.categories.map((category) => category.name),
    ...skusOf(document),
  ];
  return {
    name: indexWords(document.name),
    facts: facts.flatMap(indexWords),
    description: indexWords(document.description),
  };
}
