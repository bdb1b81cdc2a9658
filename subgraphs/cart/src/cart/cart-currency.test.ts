import { currency, method, priceList } from '@emporium/pricing/testing/rule-builders';
import type { PricingRule } from '@emporium/pricing/rules';
import { PricingRuleChanged } from '@emporium/pricing-events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openCartShop } from './cart-shop.fixture.js';

type Shop = Awaited<ReturnType<typeof openCartShop>>;
let shop: Shop;
let version = 0;
const tell = (rule: PricingRule) =>
  shop.t.deliver(PricingRuleChanged, {
    key: rule.id,
    version: ++version,
    data: { id: rule.id, kind: rule.kind, version, isDeleted: false, rule },
  });
beforeAll(async () => {
  shop = await openCartShop({ PAYMENT_MINIMUM: '100' });
  await tell(currency({ currency: 'USD', rate: null, roundTo: 1 }));
  await tell(method({ id: 'parcel', area: { countries: [], regions: [], postalCodes: [] } }));
});
afterAll(() => shop.t.close());
beforeEach(async () => {
  shop.catalog.reset();
  await tell(currency());
});

const CART = `cart { id currency lines { unitPrice { minor currency } compareAtPrice { minor } priceWhenAdded { currency } } cost { total { minor currency } }
  shippingMethods(destination: { country: "CH" }) { price { minor currency } }
  problems { __typename ... on LinePriceChanged { was { minor currency } now { minor currency } } ... on CartTotalTooSmall { minimum { minor currency } } } }`;
const run = async (text: string, wanted?: string) =>
  shop.t.execute(text, wanted === undefined ? {} : { headers: { 'x-currency': wanted } });
const add = async (wanted: string | undefined, variantId = 'var_a', id?: string, quantity = 1) => {
  const cart = id === undefined ? '' : `cartId: "${id}" `;
  const lines = `lines: [{ variantId: "${variantId}", quantity: ${quantity} }]`;
  const text = `mutation { cartLinesAdd(${cart}${lines}) { ${CART} userErrors { ... on UserError { code message } } } }`;
  const { data, errors } = await run(text, wanted);
  return errors ? { errors } : data.cartLinesAdd;
};
const read = async (id: string, wanted?: string) =>
  (await run(`{ cart(id: "${id}") ${CART.slice('cart '.length)} }`, wanted)).data.cart;
const CHF = (minor: number) => ({ minor, currency: 'CHF' });
const EUR = (minor: number) => ({ minor, currency: 'EUR' });

test('the first line gives the cart the currency of the request, and later requests do not change it', async () => {
  const { cart } = await add('chf');
  expect(cart).toMatchObject({
    currency: 'CHF',
    lines: [{ unitPrice: CHF(950) }],
    cost: { total: CHF(950) },
    shippingMethods: [{ price: CHF(465) }],
    problems: [],
  });
  expect(await read(cart.id, 'EUR')).toEqual(cart);
  await add(undefined, 'var_b', cart.id);
  expect(await read(cart.id)).toMatchObject({ currency: 'CHF', cost: { total: CHF(950 + 240) } });
});

test('a cart in the shop’s own currency is brought to another one and back', async () => {
  const { cart } = await add(undefined);
  expect(cart).toMatchObject({ currency: 'EUR', cost: { total: EUR(1_000) } });
  const change = `mutation { cartCurrencyUpdate(cartId: "${cart.id}") { ${CART} userErrors { __typename } } }`;
  const { data } = await run(change, 'CHF');
  expect(data.cartCurrencyUpdate.cart).toMatchObject({
    currency: 'CHF',
    cost: { total: CHF(950) },
  });
  expect((await run(change)).data.cartCurrencyUpdate.cart).toEqual(cart);
});

test('where and how it is sent leaves the currency as it is', async () => {
  const { cart } = await add('CHF');
  await shop.run(`cartDeliveryUpdate(cartId: "${cart.id}" destination: { country: "CH" })`);
  expect((await read(cart.id)).currency).toBe('CHF');
});

test('a currency in which nothing is sold is refused, and says what to send', async () => {
  const { errors } = await add('SEK');
  expect(errors).toMatchObject([
    {
      message: 'The shop does not sell in SEK: send x-currency with EUR, CHF, USD.',
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
});

test('without a rate only what a list states is sold', async () => {
  await tell(priceList({ var_a: 1_150 }, { id: 'us', currency: 'USD' }));
  const { cart } = await add('USD');
  expect(cart).toMatchObject({ currency: 'USD', cost: { total: { minor: 1_150 } } });
  const refused = await add('USD', 'var_b', cart.id);
  expect(refused.userErrors).toMatchObject([
    { code: 'INVALID_INPUT', message: expect.stringContaining('not sold in USD') },
  ]);
  await tell(priceList({}, { id: 'us', currency: 'USD' }));
  expect((await read(cart.id)).problems).toMatchObject([{ __typename: 'LineUnavailable' }]);
});

test('a changed price is told in the currency of the cart, a changed rate is none', async () => {
  const { cart } = await add('CHF');
  await tell(currency({ rate: '0.9' }));
  expect(await read(cart.id)).toMatchObject({ cost: { total: CHF(900) }, problems: [] });
  shop.catalog.variants.set('var_a', { minor: 2_000, available: 5 });
  expect((await read(cart.id)).problems).toEqual([
    { __typename: 'LinePriceChanged', was: CHF(900), now: CHF(1_800) },
  ]);
});

test('what is too little to pay is measured in the currency of the cart', async () => {
  shop.catalog.variants.set('var_a', { minor: 50, available: 5 });
  const { cart } = await add('CHF');
  expect(cart.problems).toEqual([{ __typename: 'CartTotalTooSmall', minimum: CHF(95) }]);
});

test('a currency that is switched off brings its carts back to the shop’s own', async () => {
  const { cart } = await add('CHF');
  await tell(currency({ isActive: false }));
  expect(await read(cart.id)).toMatchObject({ currency: 'EUR', cost: { total: EUR(1_000) } });
});
