import { readFileSync } from 'node:fs';
import { eventually } from '@emporium/testing/eventually';
import { SEARCH } from './purchase.js';
import type { ShopUnderTest } from './shop-under-test.js';

const PRODUCTS = new URL('../examples/products.csv', import.meta.url);
const CREATE = `mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { id } userErrors { ... on UserError { code } } } }`;

/** Product and variant that the journeys buy. */
export interface Bought {
  productId: string;
  variantId: string;
}

/**
 * Makes sure that the "Ocean Blue Shirt" is for sale: imported from CSV into a shop of this
 * process, created through the API elsewhere. Returns when the search finds it.
 */
export async function oceanBlueShirt(shop: ShopUnderTest): Promise<Bought> {
  if (shop.shop) {
    await shop.command('import', { csv: readFileSync(PRODUCTS, 'utf8') });
  } else {
    const variants = [
      { sku: 'ocean-blue-shirt-1', price: { minor: 5_000, currency: 'EUR' }, initialStock: 1 },
    ];
    await (
      await shop.admin()
    ).send(CREATE, {
      input: {
        sku: 'ocean-blue-shirt',
        slug: 'ocean-blue-shirt',
        name: 'Ocean Blue Shirt',
        variants,
      },
    });
  }
  return eventually(async () => {
    const { search } = await shop.client().get(SEARCH, { query: 'ocean blue shirt' });
    const { product, card } = search.nodes[0];
    if (card.name !== 'Ocean Blue Shirt') throw new Error(`the search finds ${card.name}`);
    return { productId: product.id, variantId: product.variants.nodes[0].id };
  });
}
