import type { ProductData } from '@emporium/catalog-events';
import type { SubgraphRequest } from '@emporium/platform/subgraph-client';
import { anonymous } from '@emporium/testing/principals';
import { startTestSubgraph } from '@emporium/testing/test-subgraph';
import { cart } from '../subgraph.js';

const at = '2026-01-01T00:00:00.000Z';
export const variant = (id: string, minor: number, available: number) => ({
  id,
  sku: id.toUpperCase(),
  name: 'Small',
  position: 0,
  options: [],
  attributes: [],
  price: { minor, currency: 'EUR' },
  compareAtPrice: null,
  barcode: null,
  weightGrams: null,
  available,
  stockVersion: 1,
  version: 1,
});
export const product = (
  id: string,
  variants: ReturnType<typeof variant>[],
  more: Partial<ProductData> = {},
): ProductData => ({
  id,
  sku: id,
  slug: id,
  name: `Product ${id}`,
  description: null,
  isActive: true,
  attributes: [],
  categories: [],
  variants,
  images: [{ id: 'img', assetId: 'med_1', alt: null, position: 0, isPrimary: true }],
  version: 1,
  createdAt: at,
  updatedAt: at,
  ...more,
});

/** A catalog that tests set: what it would answer now; `down` = it does not answer. */
export class CatalogStandIn {
  down = false;
  variants = new Map<
    string,
    { minor: number; available: number; isActive?: boolean; categoryIds?: string[] }
  >();

  reset(): void {
    this.down = false;
    this.variants = new Map([
      ['var_a', { minor: 1_000, available: 5 }],
      ['var_b', { minor: 250, available: 100 }],
    ]);
  }

  answer(ids: readonly string[]): Record<string, unknown> {
    if (this.down) throw new Error('down');
    return { _variants: ids.map((id) => this.variant(id)) };
  }

  private variant(id: string): object | null {
    const v = this.variants.get(id);
    if (!v) return null;
    const product = {
      id: `prod_${id}`,
      name: `Live ${id}`,
      isActive: v.isActive ?? true,
      taxCategory: null,
      _categoryIds: v.categoryIds ?? [],
    };
    return {
      id,
      sku: id.toUpperCase(),
      name: 'Small',
      weightGrams: 200,
      price: { minor: v.minor, currency: 'EUR' },
      stock: { available: v.available },
      product,
    };
  }
}

const CART = `id version totalQuantity lines { id quantity unitPrice { minor } lineTotal { minor decimal } priceWhenAdded { minor } variant { id } snapshot { name variantName sku imageUrl } }
  cost { subtotal { minor } total { minor currency decimal } estimated } discountCodes { code applicable amount { minor } problem message } delivery { country region postalCode shippingMethodId vatNumber }
  problems { __typename ... on LineInsufficientStock { lineId available } ... on LinePriceChanged { was { minor } now { minor } } ... on LineUnavailable { lineId } }`;
const PAYLOAD = `{ cart { ${CART} } userErrors { ... on UserError { code path } } }`;
/** The cart subgraph beside a stand-in for catalog, with short hands for its operations. */
export async function openCartShop(env: Record<string, string> = {}) {
  const catalog = new CatalogStandIn();
  const calls = {
    catalog: (request: SubgraphRequest) => catalog.answer(request.variables!['ids'] as string[]),
  };
  const t = await startTestSubgraph(cart, { env, calls });
  return {
    t,
    catalog,
    add: async (
      cartId: string | null,
      lines: { variantId: string; quantity?: number }[],
      as = anonymous,
    ) => {
      const mutation = `mutation ($c: ID, $l: [CartLineInput!]!) { cartLinesAdd(cartId: $c, lines: $l) ${PAYLOAD} }`;
      return (await t.execute(mutation, { variables: { c: cartId, l: lines }, as })).data
        .cartLinesAdd;
    },
    read: async (id: string | null, as = anonymous) =>
      (await t.execute(`query ($id: ID) { cart(id: $id) { ${CART} } }`, { variables: { id }, as }))
        .data.cart,
    run: async (mutation: string, as = anonymous) => {
      const result = await t.execute(`mutation { m: ${mutation} ${PAYLOAD} }`, { as });
      return result.data?.m ?? result.errors;
    },
  };
}

/** Quantities by variant. */
export const content = (c: {
  lines: { variant: { id: string }; quantity: number }[];
}): Record<string, number> => Object.fromEntries(c.lines.map((l) => [l.variant.id, l.quantity]));
/** Errors of a payload as `CODE path`. */
export const codes = (payload: { userErrors: { code: string; path: string[] }[] }): string[] =>
  payload.userErrors.map((e) => `${e.code} ${e.path.join('.')}`);
