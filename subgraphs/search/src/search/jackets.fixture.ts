import type { CategoryData, ProductData } from '@emporium/catalog-events';

const at = '2026-01-01T00:00:00.000Z';
/** Data of the n-th jacket of the shop under test. */
export const product = (n: number, more: Partial<ProductData> = {}): ProductData => ({
  id: `prod_${n}`,
  sku: `sku-${n}`,
  slug: `product-${n}`,
  name: `Linen Jacket ${n}`,
  description: '<p>Light <b>linen</b> & lace</p>',
  isActive: true,
  attributes: [
    { name: 'Vendor', value: 'Acme' },
    { name: 'Tags', value: 'summer, new' },
  ],
  categories: [
    {
      id: 'cat_j',
      slug: 'jackets',
      name: 'Jackets',
      ancestors: [{ id: 'cat_c', slug: 'clothing', name: 'Clothing' }],
    },
  ],
  variants: ['S', 'M'].map((size, i) => ({
    id: `var_${n}_${size}`,
    sku: `LJ-${n}-${size}`,
    name: size,
    position: i,
    options: [{ name: 'Size', value: size }],
    attributes: [],
    price: { minor: 2_000 + n * 10, currency: 'EUR' },
    compareAtPrice: null,
    barcode: null,
    weightGrams: null,
    available: 3,
    stockVersion: 1,
    version: 1,
  })),
  images: [{ id: 'img', assetId: 'med_1', alt: null, position: 0, isPrimary: true }],
  version: 1,
  createdAt: at,
  updatedAt: at,
  ...more,
});
/** Data of the only category. */
export const category = (name: string, version: number): CategoryData => ({
  id: 'cat_j',
  slug: 'jackets',
  name,
  parentId: 'cat_c',
  position: 0,
  imageAssetId: null,
  version,
  createdAt: at,
  updatedAt: at,
});
