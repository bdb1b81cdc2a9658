import type { FacetPair, ProductDocument } from '../document/product-document.js';

type Facts = {
  vendor?: string;
  type?: string;
  tags?: string[];
  color?: string;
  sizes?: string[];
  description?: string;
  category?: string[];
  price: number;
  stock?: number;
  hidden?: boolean;
};

/** Slugs of the categories, each with its parent. */
const PARENTS: Record<string, string | null> = {
  clothing: null,
  shirts: 'clothing',
  trousers: 'clothing',
  shoes: null,
  home: null,
  kitchen: 'home',
  accessories: null,
};
const title = (slug: string) => slug[0]!.toUpperCase() + slug.slice(1);

function path(slug: string): { id: string; slug: string; name: string }[] {
  const parent = PARENTS[slug];
  return [...(parent ? path(parent) : []), { id: `cat_${slug}`, slug, name: title(slug) }];
}

/** A document of the golden shop; ids, skus and slugs follow from the name. */
export function goldenProduct(name: string, facts: Facts, version = 1): ProductDocument {
  const slug = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-');
  const id = `prod_${slug}`;
  const categories = [
    ...new Map(
      (facts.category ?? []).flatMap(path).map((category) => [category.id, category]),
    ).values(),
  ];
  const sizes = facts.sizes ?? ['One size'];
  const own: FacetPair[] = [
    ...(facts.vendor ? [{ name: 'vendor', value: facts.vendor }] : []),
    ...(facts.type ? [{ name: 'type', value: facts.type }] : []),
    ...(facts.color ? [{ name: 'color', value: facts.color }] : []),
    ...(facts.tags ?? []).map((value) => ({ name: 'tag', value })),
  ];
  const variants = sizes.map((size, n) => ({
    id: `var_${slug}_${n}`,
    sku: `${slug
      .split('-')
      .map((word) => word[0])
      .join('')
      .toUpperCase()}-${facts.price}-${n}`,
    name: size,
    options: [{ name: 'size', value: size }],
    priceMinor: facts.price + n * 100,
    available: facts.stock ?? 5,
    stockVersion: version,
  }));
  return {
    id,
    version,
    isVisible: !facts.hidden,
    name,
    slug,
    description: facts.description ?? '',
    sku: slug,
    facets: [
      ...categories.map((category) => ({ name: 'category', value: category.slug })),
      ...own,
      ...sizes.map((value) => ({ name: 'size', value })),
    ],
    categories,
    variants,
    currency: 'EUR',
    imageAssetId: `med_${slug}`,
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, name.length, facts.price % 1_000)).toISOString(),
  };
}

/** Categories of the golden shop. */
export const goldenCategories = Object.keys(PARENTS).map((slug) => ({
  id: `cat_${slug}`,
  version: 1,
  slug,
  name: title(slug),
  isDeleted: false,
}));

/** A small shop whose search results everybody would agree on. */
export const goldenProducts: ProductDocument[] = [
  goldenProduct('Ocean Blue Shirt', {
    vendor: 'Nordsee',
    type: 'Shirt',
    color: 'Blue',
    tags: ['men', 'summer'],
    sizes: ['S', 'M', 'L'],
    category: ['shirts'],
    price: 5_000,
    description: 'Cotton shirt in the blue of the ocean, with long sleeves.',
  }),
  goldenProduct('Red Flannel Shirt', {
    vendor: 'Holzfäller',
    type: 'Shirt',
    color: 'Red',
    tags: ['men'],
    sizes: ['M', 'L'],
    category: ['shirts'],
    price: 4_500,
    description: 'Warm checked flannel for cold mornings.',
  }),
  goldenProduct('Striped Silk Blouse', {
    vendor: 'Atelier Crème',
    type: 'Blouse',
    color: 'White',
    tags: ['women'],
    sizes: ['S', 'M'],
    category: ['shirts'],
    price: 5_000,
    description: 'Ultra-stylish silk blouse with fine red stripes.',
  }),
  goldenProduct('Organic T-Shirt', {
    vendor: 'Nordsee',
    type: 'T-Shirt',
    color: 'White',
    tags: ['basics'],
    sizes: ['S', 'M', 'L'],
    category: ['shirts'],
    price: 1_990,
    description: 'A plain tee of organic cotton.',
  }),
  goldenProduct('Navy Chino Trousers', {
    vendor: 'Holzfäller',
    type: 'Trousers',
    color: 'Blue',
    tags: ['men'],
    sizes: ['32', '34'],
    category: ['trousers'],
    price: 7_500,
    description: 'Straight trousers for the office.',
  }),
  goldenProduct('Running Shoes', {
    vendor: 'Läufer',
    type: 'Shoes',
    color: 'Black',
    tags: ['sport'],
    sizes: ['41', '42', '43'],
    category: ['shoes'],
    price: 12_000,
    description: 'Light shoes for runners on long roads.',
  }),
  goldenProduct('Leather Sneakers', {
    vendor: 'Läufer',
    type: 'Shoes',
    color: 'White',
    tags: ['women', 'men'],
    sizes: ['38', '42'],
    category: ['shoes'],
    price: 9_900,
    stock: 0,
    description: 'Simple leather sneakers.',
  }),
  goldenProduct('Crème Brûlée Dish', {
    vendor: 'Atelier Crème',
    type: 'Dishes',
    tags: ['gift'],
    category: ['kitchen'],
    price: 1_490,
    description: 'Porcelain dish for the classic dessert.',
  }),
  goldenProduct('Cast Iron Pan', {
    vendor: 'Eisenwerk',
    type: 'Pans',
    tags: ['gift'],
    category: ['kitchen'],
    price: 3_900,
    description: 'A pan for life, also for the oven.',
  }),
  goldenProduct('Wooden Cutting Board', {
    vendor: 'Holzfäller',
    type: 'Boards',
    category: ['kitchen'],
    price: 2_990,
    description: 'Oak board with a groove, oiled by hand.',
  }),
  goldenProduct('Canvas Handbag', {
    vendor: 'Nordsee',
    type: 'Bags',
    color: 'Blue',
    tags: ['women'],
    category: ['accessories'],
    price: 3_500,
    description: 'Roomy bag of heavy canvas.',
  }),
  goldenProduct('Wool Pullover', {
    vendor: 'Nordsee',
    type: 'Knitwear',
    color: 'Grey',
    tags: ['winter'],
    sizes: ['S', 'M', 'L'],
    category: ['clothing'],
    price: 8_900,
    description: 'Soft pullover of merino wool.',
  }),
  goldenProduct('100% Cotton Socks', {
    vendor: 'Läufer',
    type: 'Socks',
    tags: ['basics'],
    category: ['clothing'],
    price: 590,
    description: 'Three pairs.',
  }),
  goldenProduct('Gift Card', {
    vendor: 'Shop',
    type: 'Cards',
    tags: ['gift'],
    price: 100_000,
    stock: 100,
    description: 'For those who cannot decide.',
  }),
  goldenProduct('Secret Prototype', {
    vendor: 'Geheim',
    type: 'Prototype',
    category: ['clothing'],
    price: 1_00,
    hidden: true,
    description: 'An ocean of secrets.',
  }),
];
