import type { ProductData } from '@emporium/catalog-events';
import type { Ctx } from '../context.js';

const PAGE = 50;
const TIMEOUT_MS = 15_000;

const VARIANTS = `pageInfo { hasNextPage endCursor } nodes { id sku name attributes { name value } price { minor currency } stock { available } }`;
const PRODUCTS = `query SearchProducts($after: String, $where: ProductWhere) {
  products(first: ${PAGE}, after: $after, where: $where, sort: { field: CREATED_AT, direction: ASC }) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id sku slug name description isActive version createdAt updatedAt
      attributes { name value }
      categories { id slug name ancestors { id slug name } }
      images { id alt position isPrimary asset { id } }
      variants(first: 100) { ${VARIANTS} }
    }
  }
}`;
const MORE_VARIANTS = `query SearchVariants($id: ID!, $after: String) { product(id: $id) { variants(first: 100, after: $after) { ${VARIANTS} } } }`;

interface Paged<T> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: T[];
}
interface VariantNode {
  id: string;
  sku: string;
  name: string;
  attributes: { name: string; value: string }[];
  price: { minor: number; currency: string };
  stock: { available: number } | null;
}
type ProductNode = Omit<ProductData, 'images' | 'variants'> & {
  images: {
    id: string;
    alt: string | null;
    position: number;
    isPrimary: boolean;
    asset: { id: string } | null;
  }[];
  variants: Paged<VariantNode>;
};

/**
 * All products of catalog, oldest first, page by page, as an event would describe them. For the
 * operator's commands only; searches are answered by the index alone. Stock has version 0: what an
 * event said about it counts more.
 */
export async function* catalogPages(
  ctx: Ctx,
  where: { ids?: string[] } = {},
): AsyncGenerator<ProductData[]> {
  for (let after: string | null = null, more = true; more;) {
    const answer: { products: Paged<ProductNode> } = await call(ctx, PRODUCTS, { after, where });
    const { products } = answer;
    const page: ProductData[] = [];
    for (const node of products.nodes) page.push(toProduct(node, await allVariants(ctx, node)));
    yield page;
    more = products.pageInfo.hasNextPage;
    after = products.pageInfo.endCursor;
  }
}

async function allVariants(ctx: Ctx, node: ProductNode): Promise<VariantNode[]> {
  const nodes = [...node.variants.nodes];
  for (let { pageInfo } = node.variants; pageInfo.hasNextPage;) {
    const { product } = await call<{ product: { variants: Paged<VariantNode> } | null }>(
      ctx,
      MORE_VARIANTS,
      {
        id: node.id,
        after: pageInfo.endCursor,
      },
    );
    if (!product) break;
    nodes.push(...product.variants.nodes);
    pageInfo = product.variants.pageInfo;
  }
  return nodes;
}

function call<T>(ctx: Ctx, query: string, variables: Record<string, unknown>): Promise<T> {
  return ctx.call<T>({ to: 'catalog', query, variables, timeoutMs: TIMEOUT_MS });
}

function toProduct(node: ProductNode, variants: readonly VariantNode[]): ProductData {
  return {
    ...node,
    images: node.images.flatMap(({ asset, ...image }) =>
      asset ? [{ ...image, assetId: asset.id }] : [],
    ),
    variants: variants.map((variant, position) => ({
      id: variant.id,
      sku: variant.sku,
      name: variant.name,
      position,
      options: [],
      attributes: variant.attributes,
      price: variant.price,
      compareAtPrice: null,
      barcode: null,
      weightGrams: null,
      available: variant.stock?.available ?? 0,
      stockVersion: 0,
      version: 0,
    })),
  };
}
