import type { ProductData } from '@emporium/catalog-events';

const WORDS = [
  'stone',
  'river',
  'cloud',
  'field',
  'harbour',
  'lantern',
  'meadow',
  'copper',
  'linen',
  'walnut',
];
const AT = '2026-01-01T00:00:00.000Z';

/** A product with two variants as catalog tells of it, about 1.5 KB. */
export function product(n: number, version = 1, word = WORDS[n % WORDS.length]!): ProductData {
  const variant = (k: number) => ({
    ...{ id: `var_${n}_${k}`, sku: `sku-${n}-${k}`, name: k ? 'Large' : 'Small', position: k },
    ...{
      options: [{ name: 'Size', value: k ? 'L' : 'S' }],
      attributes: [],
      price: { minor: 1_000 + n, currency: 'EUR' },
    },
    ...{
      compareAtPrice: null,
      barcode: null,
      weightGrams: 300,
      available: n % 7,
      stockVersion: version,
      version,
    },
  });
  return {
    ...{
      id: `prod_${n}`,
      sku: `sku-${n}`,
      slug: `product-${n}`,
      name: `${word} ${WORDS[(n * 7) % 10]} ${n}`,
    },
    description: `<p>Made of ${WORDS[(n * 3) % 10]}, for every day. ${WORDS.join(' ')}</p>`,
    isActive: true,
    attributes: [{ name: 'Brand', value: `Brand ${n % 20}` }],
    categories: [
      {
        id: `cat_${n % 30}`,
        slug: `category-${n % 30}`,
        name: `Category ${n % 30}`,
        ancestors: [],
      },
    ],
    variants: [variant(0), variant(1)],
    images: [{ id: `img_${n}`, assetId: `ast_${n}`, alt: null, position: 0, isPrimary: true }],
    ...{ version, createdAt: AT, updatedAt: AT },
  };
}
