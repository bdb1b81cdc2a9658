import {
  CategoryCreated,
  type CategoryData,
  ProductCreated,
  type ProductData,
} from '@emporium/catalog-events';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import type { SearchServices } from '../context.js';
import { search } from '../subgraph.js';

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

const PAGE = `edges { cursor } nodes { score product { id } matchedVariant { id } highlights { field fragments } card { name slug thumbnailUrl inStock indexedVersion price { min { minor decimal } max { minor } } } }
  pageInfo { hasNextPage endCursor } totalCount didYouMean facets { name kind values { value label count selected from to } }`;

/** Search with five jackets in its index. */
export interface Jackets {
  t: TestSubgraph<SearchServices>;
  /** Searches by the arguments of `search`, as text; `fields` default: all of a page. */
  find(args: string, fields?: string): ReturnType<TestSubgraph<SearchServices>['execute']>;
}

export async function startJackets(): Promise<Jackets> {
  const t = await startTestSubgraph(search);
  await t.deliver(CategoryCreated, { key: 'cat_j', version: 1, data: category('Jackets', 1) });
  for (const n of [1, 2, 3, 4, 5])
    await t.deliver(ProductCreated, { key: `prod_${n}`, version: 1, data: product(n) });
  return { t, find: (args, fields = PAGE) => t.execute(`{ search(${args}) { ${fields} } }`) };
}

/** Products of a page that was found. */
export const ids = (result: Awaited<ReturnType<Jackets['find']>>) =>
  result.data.search.nodes.map((node: { product: { id: string } }) => node.product.id);
