import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.js';
import * as q from './purchase.js';
import { prize, shopper, type Prize } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const VERSIONS = `query ($id: ID!) { product(id: $id) { name version variants(first: 1) { nodes { version price { minor } } } } }`;
const ERRORS = 'userErrors { ... on UserError { code message } }';
const UPDATE = `mutation ($input: ProductUpdateInput!) { productUpdate(input: $input) { product { version } ${ERRORS} } }`;
const REPRICE = `mutation ($input: ProductVariantUpdateInput!) { productVariantUpdate(input: $input) { variant { version } ${ERRORS} } }`;
const DELETE = `mutation ($id: ID!) { productDelete(id: $id) { deletedId ${ERRORS} } }`;
const FIND = `query ($text: String!) { search(query: $text, first: 5) { nodes { card { name price { min { minor } } } product { id } } } }`;
const CART = `query ($id: ID!) { cart(id: $id) { lines { snapshot { name } unitPrice { minor } priceWhenAdded { minor } } cost { total { minor currency } } ${q.DELIVERY} problems { __typename } } }`;
const PAST = `query ($token: String!) { orderByToken(token: $token) { status total { minor } lines { productName sku quantity unitPrice { minor } total { minor } } } }`;

let shop: ShopUnderTest;
let admin: Client;
let product: Prize;
/** An order from before all changes, and how it read then. */
let past: { token: string; read: unknown };
let cartId: string;
/** One word that no other product has. */
const word = `Zubrowka${Date.now().toString(36)}`;

beforeAll(async () => {
  shop = await shopUnderTest();
  admin = await shop.admin();
  product = await prize(shop, 10);
  await update({ name: `Old ${word}` });
  const buyer = await eventually(async () => {
    const one = await shopper(shop, product, 1);
    const { cart } = await shop
      .client()
      .get(CART, { id: (one.variables['input'] as { cartId: string }).cartId });
    expect(cart.lines[0].snapshot.name).toBe(`Old ${word}`);
    return one;
  });
  const { orderPlace } = await shop.client().get(q.ORDER_PLACE, buyer.variables);
  expect(orderPlace.userErrors).toEqual([]);
  past = { token: orderPlace.guestToken, read: await readPast(orderPlace.guestToken) };
  expect(past.read).toMatchObject({
    total: { minor: 1_234 },
    lines: [{ productName: `Old ${word}`, unitPrice: { minor: 1_234 } }],
  });
  const waiting = await shopper(shop, product, 1);
  cartId = (waiting.variables['input'] as { cartId: string }).cartId;
});
afterAll(() => shop?.close());

const versions = async () => (await admin.get(VERSIONS, { id: product.productId })).product;
const readPast = async (token: string) => (await shop.client().get(PAST, { token })).orderByToken;
const hits = async () => (await shop.client().get(FIND, { text: word })).search.nodes;
const cart = async () => (await shop.client().get(CART, { id: cartId })).cart;

async function update(changes: Record<string, unknown>): Promise<void> {
  const { productUpdate } = await admin.get(UPDATE, {
    input: { id: product.productId, expectedVersion: (await versions()).version, ...changes },
  });
  expect(productUpdate.userErrors).toEqual([]);
}

/** An order with the waiting cart at the total that the shopper was shown. */
async function orderAt(minor: number) {
  const input = {
    cartId,
    guestEmail: 'late@example.com',
    shippingAddress: q.ADDRESS,
    shippingMethodId: q.freeDelivery(await cart()),
    expectedTotal: { minor, currency: 'EUR' },
  };
  return (await shop.client().get(q.ORDER_PLACE, { input, key: q.unique('late') })).orderPlace;
}

test('a new name is found and shown in the cart, the old order keeps the old one', async () => {
  await eventually(async () =>
    expect(await hits()).toMatchObject([{ card: { name: `Old ${word}` } }]),
  );
  await update({ name: `New ${word}` });
  await eventually(async () =>
    expect(await hits()).toMatchObject([
      { card: { name: `New ${word}` }, product: { id: product.productId } },
    ]),
  );
  await eventually(async () => expect((await cart()).lines[0].snapshot.name).toBe(`New ${word}`));
  expect(await readPast(past.token)).toEqual(past.read);
});

test('a new price is shown in search and cart, is told to the shopper, and is never charged unseen', async () => {
  const { version } = (await versions()).variants.nodes[0];
  const { productVariantUpdate } = await admin.get(REPRICE, {
    input: {
      id: product.variantId,
      expectedVersion: version,
      price: { minor: 2_000, currency: 'EUR' },
    },
  });
  expect(productVariantUpdate.userErrors).toEqual([]);
  // At once, whatever the replicas know by now.
  expect(await orderAt(1_234)).toMatchObject({
    order: null,
    userErrors: [{ code: 'PRICE_CHANGED' }],
  });
  await eventually(async () =>
    expect(await hits()).toMatchObject([{ card: { price: { min: { minor: 2_000 } } } }]),
  );
  await eventually(async () =>
    expect(await cart()).toMatchObject({
      lines: [{ unitPrice: { minor: 2_000 }, priceWhenAdded: { minor: 1_234 } }],
      cost: { total: { minor: 2_000 } },
      problems: [{ __typename: 'LinePriceChanged' }],
    }),
  );
  expect(await readPast(past.token)).toEqual(past.read);
});

test('a product that is taken off sale leaves search, cannot be ordered from a cart, and comes back', async () => {
  await update({ isActive: false });
  expect((await orderAt(2_000)).order).toBeNull();
  await eventually(async () => expect(await hits()).toEqual([]));
  await eventually(async () =>
    expect((await cart()).problems).toContainEqual({ __typename: 'LineUnavailable' }),
  );
  expect(await readPast(past.token)).toEqual(past.read);
  await update({ isActive: true });
  await eventually(async () => expect(await hits()).toHaveLength(1));
  await eventually(async () =>
    expect((await cart()).problems).not.toContainEqual({ __typename: 'LineUnavailable' }),
  );
});

test('a deleted product leaves search and cart; the old order still reads as it did', async () => {
  const { productDelete } = await admin.get(DELETE, { id: product.productId });
  expect(productDelete).toEqual({ deletedId: product.productId, userErrors: [] });
  expect((await orderAt(2_000)).order).toBeNull();
  await eventually(async () => expect(await hits()).toEqual([]));
  await eventually(async () =>
    expect(await cart()).toMatchObject({ lines: [], cost: { total: { minor: 0 } }, problems: [] }),
  );
  expect(await readPast(past.token)).toEqual(past.read);
});

test('the invariants hold afterwards: index and replicas equal their owners', async (context) => {
  if (!shop.shop) return context.skip('E2E_URL is set: npm run verify checks that deployment');
  await eventually(async () => {
    const found = (await shop.command('verify')).filter(
      (line) => !String(line['text']).startsWith('ok'),
    );
    expect(found).toEqual([expect.objectContaining({ type: 'result' })]);
  });
});
