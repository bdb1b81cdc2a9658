import { OrderCancelled, OrderCreated } from '@emporium/orders-events';
import { code, method, promotion, settings, zone } from '@emporium/pricing/testing/rule-builders';
import type { PricingRule } from '@emporium/pricing/rules';
import { PricingRuleChanged } from '@emporium/pricing-events';
import { query } from '@emporium/pricing-replica/rule-query';
import { customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openCartShop } from './cart-shop.fixture.js';

type Shop = Awaited<ReturnType<typeof openCartShop>>;
let shop: Shop;
let version = 0;
beforeAll(async () => {
  shop = await openCartShop({ PAYMENT_MINIMUM: '50' });
});
afterAll(() => shop.t.close());
beforeEach(async () => {
  shop.catalog.reset();
  const rules = await query(shop.t.ctx()).selectFrom('PricingRuleRow').select('id').execute();
  for (const { id } of rules) await tell(id, null);
});

const tell = (id: string, rule: PricingRule | null) =>
  shop.t.deliver(PricingRuleChanged, {
    key: id,
    version: ++version,
    data: { id, kind: rule?.kind ?? 'PROMOTION', version, isDeleted: rule === null, rule },
  });
const rules = async (...some: PricingRule[]) => {
  for (const rule of some) await tell(rule.id, rule);
};
/** A guest's cart: 2 units of 10.00 and 4 of 2.50, 30.00 in all. */
const newCart = async () =>
  (
    await shop.add(null, [
      { variantId: 'var_a', quantity: 2 },
      { variantId: 'var_b', quantity: 4 },
    ])
  ).cart.id as string;
const PRICES = `cost { subtotal { minor } discount { minor } shippingEstimate { minor } tax { minor } total { minor } pricesIncludeTax }
  lines { lineTotal { minor } discount { minor } total { minor } } discounts { name code amount { minor } } taxLines { name rate base { minor } amount { minor } }
  discountCodes { code applicable amount { minor } problem message } shippingMethods { methodId name price { minor } total { minor } }
  problems { __typename ... on CartTotalTooSmall { minimum { minor } total { decimal } } ... on CartShippingUnavailable { message } }`;
const prices = async (id: string | null, as?: ReturnType<typeof customer>) =>
  (
    await shop.t.execute(`query ($id: ID) { cart(id: $id) { ${PRICES} } }`, {
      variables: { id },
      ...(as ? { as } : {}),
    })
  ).data.cart;
const setCodes = (id: string, ...texts: string[]) =>
  shop.run(`cartDiscountCodesUpdate(cartId: "${id}", codes: ${JSON.stringify(texts)})`);
const deliver = (id: string, more: string) =>
  shop.run(`cartDeliveryUpdate(cartId: "${id}" ${more})`);
const minor = (amount: number) => ({ minor: amount });

test('without rules a cart costs its lines, and the one delivery is free', async () => {
  const cart = await prices(await newCart());
  expect(cart).toMatchObject({
    cost: { subtotal: minor(3_000), discount: minor(0), tax: null, total: minor(3_000) },
    discounts: [],
    shippingMethods: [{ methodId: 'standard', total: minor(0) }],
    problems: [],
  });
});

test('codes, automatic promotions, shipping and tax add up, and every part of the sum is shown', async () => {
  await rules(
    settings(),
    zone('DE', { standard: '0.19' }),
    method({ freeFrom: 10_000 }),
    promotion({ id: 'auto', name: 'Summer' }),
    promotion({
      id: 'five',
      name: 'Five off',
      isAutomatic: false,
      effect: { type: 'FIXED_AMOUNT', amount: { minor: 500, currency: 'EUR' }, target: 'ORDER' },
    }),
    code('FIVE', 'five'),
  );
  const id = await newCart();
  await setCodes(id, ' fi-ve ');
  await deliver(
    id,
    'destination: { country: "DE", postalCode: "10115" } shippingMethodId: "parcel"',
  );
  const cart = await prices(id);
  expect(cart.cost).toEqual({
    subtotal: minor(3_000),
    discount: minor(800),
    shippingEstimate: minor(490),
    // 19/119 of 14.67, 7.33 and 4.90: 2.34 + 1.17 + 0.78
    tax: minor(429),
    total: minor(2_690),
    pricesIncludeTax: true,
  });
  expect(cart.taxLines).toMatchObject([{ name: 'VAT 0.19', rate: '0.19' }]);
  expect(cart.taxLines[0].base.minor + cart.taxLines[0].amount.minor).toBe(2_690);
  expect(cart.discounts).toEqual([
    { name: 'Summer', code: null, amount: minor(300) },
    { name: 'Five off', code: 'FIVE', amount: minor(500) },
  ]);
  const totals = cart.lines.map((line: { total: { minor: number } }) => line.total.minor);
  expect(totals[0] + totals[1]).toBe(2_200);
  expect(cart.discountCodes).toMatchObject([{ code: 'FIVE', applicable: true, problem: null }]);
});

test('a code that does not count stays, and says in words why', async () => {
  const conditions = { minimum: { minor: 5_000, currency: 'EUR' } };
  await rules(
    promotion({ id: 'big', isAutomatic: false, conditions }),
    code('BIG', 'big'),
    promotion({ id: 'gone', isAutomatic: false, isExhausted: true }),
    code('GONE', 'gone'),
  );
  const id = await newCart();
  await setCodes(id, 'big', 'gone', 'none');
  expect((await prices(id)).discountCodes).toMatchObject([
    { code: 'BIG', problem: 'MINIMUM_NOT_REACHED', message: expect.stringContaining('50.00 EUR') },
    { code: 'GONE', problem: 'EXHAUSTED' },
    { code: 'NONE', problem: 'UNKNOWN' },
  ]);
  const eleven = Array.from({ length: 11 }, (_, n) => `C${n}`);
  expect((await setCodes(id, ...eleven)).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

test('a rule that changes or goes is followed by the next request', async () => {
  await rules(promotion());
  const id = await newCart();
  expect((await prices(id)).cost.total.minor).toBe(2_700);
  await rules(promotion({ effect: { type: 'PERCENTAGE', rate: '0.5', target: 'LINES' } }));
  expect((await prices(id)).cost.total.minor).toBe(1_500);
  await tell('promotion', null);
  expect((await prices(id)).cost.total.minor).toBe(3_000);
});

test('ways of delivery are those of the place, with their price after promotions', async () => {
  await rules(
    method(),
    method({ id: 'express', name: 'Express', position: 1, price: { by: 'FLAT', amount: 990 } }),
    promotion({ effect: { type: 'FREE_SHIPPING', upTo: { minor: 490, currency: 'EUR' } } }),
  );
  const id = await newCart();
  const ask = async (destination: string) =>
    (
      await shop.t.execute(
        `{ shippingMethods(cartId: "${id}", destination: ${destination}) { methodId price { minor decimal } total { minor } } }`,
      )
    ).data.shippingMethods;
  expect(await ask('{ country: "DE" }')).toEqual([
    { methodId: 'parcel', price: { minor: 490, decimal: '4.90' }, total: minor(0) },
    { methodId: 'express', price: { minor: 990, decimal: '9.90' }, total: minor(500) },
  ]);
  expect(await ask('{ country: "US" }')).toEqual([]);
  const none = await shop.t.execute('{ shippingMethods(cartId: "crt_none") { methodId } }');
  expect(none.data.shippingMethods).toBeNull();
});

test('what would be refused is told at the cart: no delivery there, a method that is gone, too small an amount', async () => {
  await rules(method());
  const id = await newCart();
  const kinds = async () =>
    (await prices(id)).problems.map((problem: { __typename: string }) => problem.__typename);
  await deliver(id, 'destination: { country: "US" }');
  expect(await kinds()).toEqual(['CartShippingUnavailable']);
  await deliver(id, 'destination: { country: "DE" } shippingMethodId: "gone"');
  expect(await kinds()).toEqual(['CartShippingUnavailable']);
  await deliver(id, 'destination: { country: "DE" }');
  expect(await kinds()).toEqual([]);
  const off = (rate: string) =>
    rules(promotion({ effect: { type: 'PERCENTAGE', rate, target: 'LINES' } }));
  await off('0.99');
  expect((await prices(id)).problems).toEqual([
    { __typename: 'CartTotalTooSmall', minimum: minor(50), total: { decimal: '0.30' } },
  ]);
  await off('1');
  expect(await kinds()).toEqual([]);
});

test('a business abroad sees net amounts, and a wrong VAT number is refused', async () => {
  await rules(
    settings(),
    zone('DE', { standard: '0.19' }),
    zone('AT', { standard: '0.2' }, { isReverseCharge: true }),
  );
  const id = await newCart();
  const to = 'destination: { country: "AT" }';
  expect(await deliver(id, `${to} vatNumber: "ATU00000000"`)).toMatchObject({
    cart: null,
    userErrors: [{ code: 'INVALID_INPUT', path: ['vatNumber'] }],
  });
  expect(await deliver(id, 'vatNumber: "ATU13585627"')).toMatchObject({
    userErrors: [{ code: 'INVALID_INPUT', path: ['destination'] }],
  });
  const told = await deliver(id, `${to} vatNumber: "atu 1358 5627"`);
  expect(told.cart.delivery).toMatchObject({ country: 'AT', vatNumber: 'ATU13585627' });
  expect((await prices(id)).cost).toMatchObject({ tax: minor(0), pricesIncludeTax: false });
});

test('a promotion for first orders counts until the user has ordered, and again when that was cancelled', async () => {
  await rules(promotion({ conditions: { isFirstOrderOnly: true } }));
  const as = customer('usr_first');
  await shop.add(null, [{ variantId: 'var_a' }], as);
  const total = async () => (await prices(null, as)).cost.total.minor;
  expect(await total()).toBe(900);
  const about = { orderId: 'ord_1', number: '1', userId: 'usr_first', lines: [] };
  await shop.t.deliver(OrderCreated, {
    key: 'ord_1',
    version: 1,
    data: {
      ...about,
      version: 1,
      total: { minor: 900, currency: 'EUR' },
      expiresAt: '2030-01-01T00:00:00.000Z',
    },
  });
  expect(await total()).toBe(1_000);
  await shop.t.deliver(OrderCancelled, {
    key: 'ord_1',
    version: 2,
    data: { ...about, version: 2, reason: 'CUSTOMER', wasPaid: false },
  });
  expect(await total()).toBe(900);
});
