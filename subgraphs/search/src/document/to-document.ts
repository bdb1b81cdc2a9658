import type { ProductData } from '@emporium/catalog-events';
import { fold, plainText } from '../text/normalise.js';
import type { FacetPair, ProductDocument } from './product-document.js';

/** Longer values are texts and no facets. */
const LONGEST_VALUE = 60;
const LONGEST_DESCRIPTION = 20_000;
// One facet for what shops write in several ways.
const SAME_FACET: Record<string, string> = {
  tags: 'tag',
  'product-type': 'type',
  colour: 'color',
  brand: 'vendor',
};

/** Makes the document of a product as its event describes it. */
export function toDocument(product: ProductData): ProductDocument {
  const categories = new Map<string, { id: string; slug: string; name: string }>();
  for (const category of product.categories) {
    for (const { id, slug, name } of [...category.ancestors, category])
      categories.set(id, { id, slug, name });
  }
  const variants = product.variants.map((variant) => ({
    id: variant.id,
    sku: variant.sku,
    name: variant.name,
    options: toFacets([...variant.options, ...variant.attributes]),
    priceMinor: variant.price.minor,
    available: variant.available,
    stockVersion: variant.stockVersion,
  }));
  const image = product.images.find((candidate) => candidate.isPrimary) ?? product.images[0];
  return {
    id: product.id,
    version: product.version,
    isVisible: product.isActive && variants.length > 0,
    name: product.name,
    slug: product.slug,
    description: plainText(product.description ?? '').slice(0, LONGEST_DESCRIPTION),
    sku: product.sku,
    facets: unique([
      ...[...categories.values()].map(({ slug }) => ({ name: 'category', value: slug })),
      ...toFacets(product.attributes),
      ...variants.flatMap((variant) => variant.options),
    ]),
    categories: [...categories.values()],
    variants,
    currency: product.variants[0]?.price.currency ?? 'XXX',
    imageAssetId: image?.assetId ?? null,
    createdAt: product.createdAt,
  };
}

/** Name under which a fact is filtered and counted: `Product Type` → `type`. */
export function facetName(name: string): string {
  const plain = fold(name)
    .trim()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 40);
  return SAME_FACET[plain] ?? plain;
}

function toFacets(facts: readonly { name: string; value: string }[]): FacetPair[] {
  return facts.flatMap((fact) => {
    const name = facetName(fact.name);
    if (name === '' || name === 'category' || name === 'price' || name === 'availability')
      return [];
    const values = name === 'tag' ? fact.value.split(',') : [fact.value];
    return values
      .map((value) => ({ name, value: value.trim() }))
      .filter(
        ({ value }) => value !== '' && value.length <= LONGEST_VALUE && !value.includes('\0'),
      );
  });
}

function unique(pairs: readonly FacetPair[]): FacetPair[] {
  return [...new Map(pairs.map((pair) => [`${pair.name}=${pair.value}`, pair])).values()];
}
