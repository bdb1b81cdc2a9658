import type { Principal } from '@emporium/auth/principal';
import { uploadOf } from '@emporium/platform/upload-of';
import { Readable } from 'node:stream';
import type { Shop } from '../start-shop.js';
import { callSubgraph, UserErrorsReturned } from './call-subgraph.js';
import { DEMO_CATEGORIES, DEMO_LINES, type DemoCategory, type DemoLine } from './demo-shop.js';
import { drawProduct } from './draw-product.js';

const ERRORS = 'userErrors { ... on UserError { code message } }';
const CREATE_CATEGORY = `mutation ($input: CategoryCreateInput!, $key: ID!) { categoryCreate(input: $input, idempotencyKey: $key) { category { id } ${ERRORS} } }`;
const CREATE_PRODUCT = `mutation ($input: ProductCreateInput!, $key: ID!) { productCreate(input: $input, idempotencyKey: $key) { product { id images { id } } ${ERRORS} } }`;
const ADD_IMAGE = `mutation ($product: ID!, $asset: ID!, $alt: String) { productImageAdd(productId: $product, assetId: $asset, alt: $alt) { product { id } ${ERRORS} } }`;
const UPLOAD = `mutation ($file: Upload!, $alt: String) { mediaUpload(file: $file, alt: $alt) { asset { id } ${ERRORS} } }`;

/**
 * Creates the demo categories and products (tests: fewer `lines`) with drawn pictures. Safe to
 * repeat: each step has a key of its own.
 */
export async function seedCatalog(
  shop: Shop,
  staff: Principal,
  lines: readonly DemoLine[] = DEMO_LINES,
): Promise<void> {
  const categoryIds = new Map<string, string>();
  await createCategories(shop, staff, DEMO_CATEGORIES, null, categoryIds);
  for (const [row, line] of lines.entries()) {
    for (const [index, name] of line.names.entries()) {
      await createProduct(shop, staff, {
        line,
        name,
        index,
        hue: (row * 67 + index * 31) % 360,
        categoryId: categoryIds.get(line.category)!,
      });
    }
  }
}

async function createCategories(
  shop: Shop,
  staff: Principal,
  list: DemoCategory[],
  parentId: string | null,
  ids: Map<string, string>,
): Promise<void> {
  for (const [position, { slug, name, children }] of list.entries()) {
    const input = { slug, name, parentId, position };
    const { category } = await callSubgraph<{ category: { id: string } }>(
      shop,
      'catalog',
      staff,
      CREATE_CATEGORY,
      {
        input,
        key: `seed-${slug}`,
      },
    );
    ids.set(slug, category.id);
    if (children) await createCategories(shop, staff, children, category.id, ids);
  }
}

interface DemoProduct {
  line: DemoLine;
  name: string;
  index: number;
  hue: number;
  categoryId: string;
}

async function createProduct(
  shop: Shop,
  staff: Principal,
  { line, name, index, hue, categoryId }: DemoProduct,
): Promise<void> {
  const sku = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const price = { minor: line.price + index * line.step, currency: shop.config.shopCurrency };
  const { options } = line;
  const variants = (options?.values ?? ['1']).map((value, position) => ({
    sku: `${sku}-${value.toLowerCase()}`,
    price,
    options: options ? [{ name: options.name, value }] : [],
    // One size is sold out here and there, as in real shops; most have plenty.
    initialStock: (index + position) % 9 === 8 ? 0 : 8 + ((index * 7 + position * 5) % 30),
    position,
  }));
  const input = {
    sku,
    slug: sku,
    name,
    description: line.text,
    categoryIds: [categoryId],
    attributes: [{ name: 'Material', value: line.material }],
    variants,
  };
  try {
    const { product } = await callSubgraph<{ product: { id: string; images: unknown[] } }>(
      shop,
      'catalog',
      staff,
      CREATE_PRODUCT,
      {
        input,
        key: `seed-${sku}`,
      },
    );
    if (product.images.length > 0) return;
    const picture = await drawProduct(line.kind, hue);
    const file = uploadOf({
      filename: `${sku}.png`,
      mimetype: 'image/png',
      createReadStream: () => Readable.from([picture]),
    });
    const { asset } = await callSubgraph<{ asset: { id: string } }>(shop, 'media', staff, UPLOAD, {
      file,
      alt: name,
    });
    await callSubgraph(shop, 'catalog', staff, ADD_IMAGE, {
      product: product.id,
      asset: asset.id,
      alt: name,
    });
  } catch (error) {
    // An operator may have created such a product in the meantime: his stays.
    if (!(error instanceof UserErrorsReturned) || !['SKU_TAKEN', 'SLUG_TAKEN'].includes(error.code))
      throw error;
  }
}
