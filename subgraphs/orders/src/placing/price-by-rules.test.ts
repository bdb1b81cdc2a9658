import { code, method, promotion, settings, zone } from '@emporium/pricing/testing/rule-builders';
import { customer } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { address, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
import { useRules } from '../rules.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
beforeAll(async () => void ({ t, shop } = await startOrders({ PAYMENT_MINIMUM: '50' })));
afterAll(() => t.close());
beforeEach(async () => {
  shop.variants.set('var_shirt', { price: 1_999, available: 1_000 });
  await useRules(t);
});

const PLACE = `mutation($input: OrderPlaceInput!, $key: ID!) { orderPlace(input: $input, idempotencyKey: $key) {
  order { id status version subtotal { minor } discount { minor } shipping { minor } tax { minor } total { minor } pricesIncludeTax isReverseCharge vatNumber
    discounts { promotionId name code amount { minor } } shippingMethod { methodId name price { minor } discount { minor } total { minor } }
    taxLines { name rate base { minor } amount { minor } } billingAddress { name city }
    lines { unitPrice { minor } discount { minor } tax { minor } taxRate total { minor } } history { nodes { type to note } } }
  userErrors { ... on UserError { code message path } ... on PriceChangedError { actual { minor } } ... on AmountTooSmallError { minimum { minor } }
    ... on DiscountUnavailableError { discountCode } } } }`;
const german = { ...address, city: 'Berlin', postalCode: '10115', country: 'DE' };
interface Choice {
  units?: number;
  codes?: string[];
  total: number;
  as?: ReturnType<typeof customer>;
  input?: object;
}
const place = async ({ units = 2, codes = [], total, as, input = {} }: Choice) => {
  const cart = shop.cart({ var_shirt: units }, as?.sub ?? null);
  cart.discountCodes = codes.map((text) => ({ code: text }));
  const variables = placeVariables(cart, undefined, {
    shippingAddress: german,
    expectedTotal: { minor: total, currency: 'EUR' },
    ...input,
  });
  const { data, errors } = await t.execute(PLACE, { variables, ...(as ? { as } : {}) });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.orderPlace;
};
const minor = (amount: number) => ({ minor: amount });
const RULES = [
  settings(),
  zone('DE', { standard: '0.19' }),
  method(),
  promotion({
    id: 'five',
    name: 'Five off',
    isAutomatic: false,
    effect: { type: 'FIXED_AMOUNT', amount: { minor: 500, currency: 'EUR' }, target: 'ORDER' },
  }),
  code('FIVE', 'five'),
];

test('code, shipping and tax are frozen with the order, and the addresses are used as given', async () => {
  await useRules(t, ...RULES);
  const billingAddress = { ...german, name: 'Books Ltd', city: 'Hamburg' };
  const input = { shippingMethodId: 'parcel', billingAddress };
  const { order } = await place({ codes: ['FIVE'], total: 3_988, input });
  expect(order).toMatchObject({
    status: 'PENDING',
    subtotal: minor(3_998),
    discount: minor(500),
    shipping: minor(490),
    total: minor(3_988),
    pricesIncludeTax: true,
    discounts: [{ promotionId: 'five', name: 'Five off', code: 'FIVE', amount: minor(500) }],
    shippingMethod: { methodId: 'parcel', price: minor(490), total: minor(490) },
    taxLines: [{ name: 'VAT 0.19', rate: '0.19' }],
    billingAddress: { name: 'Books Ltd', city: 'Hamburg' },
    lines: [{ discount: minor(500), taxRate: '0.19', total: minor(3_498) }],
  });
  const created = (await t.published()).find(
    (event) => event.type === 'ORDER_CREATED' && event.subject === order.id,
  );
  expect(created!.data).toMatchObject({
    discounts: [
      {
        promotionId: 'five',
        codeId: 'code-FIVE',
        code: 'FIVE',
        amount: { minor: 500, currency: 'EUR' },
      },
    ],
  });
});

test('a way of delivery must be chosen where the shop offers some, and must be offered there', async () => {
  await useRules(t, ...RULES);
  const before = shop.reserveCalls;
  const errors = async (input: object) =>
    (await place({ total: 3_998, input })).userErrors.map(
      (error: { code: string; path: string[] }) => [error.code, error.path.at(-1)],
    );
  expect(await errors({})).toEqual([['INVALID_INPUT', 'shippingMethodId']]);
  expect(await errors({ shippingMethodId: 'gone' })).toEqual([
    ['INVALID_INPUT', 'shippingMethodId'],
  ]);
  expect(await errors({ shippingAddress: address })).toEqual([
    ['INVALID_INPUT', 'shippingAddress'],
  ]);
  expect(shop.reserveCalls).toBe(before);
});

test('a rule that changed since the cart was shown is told as another total', async () => {
  await useRules(t, promotion());
  expect((await place({ total: 3_998 })).userErrors).toMatchObject([
    { code: 'PRICE_CHANGED', actual: minor(3_598) },
  ]);
  expect((await place({ total: 3_598 })).order.total).toEqual(minor(3_598));
});

test('an order of 0 is PAID at once, tells it, and verify finds nothing wrong with it', async () => {
  await useRules(t, promotion({ effect: { type: 'PERCENTAGE', rate: '1', target: 'LINES' } }));
  const { order } = await place({ total: 0 });
  expect(order).toMatchObject({ status: 'PAID', version: 2, total: minor(0) });
  const events = (await t.published()).filter((event) => event.subject === order.id);
  expect(events.map((event) => [event.type, event.aggregateversion])).toEqual([
    ['ORDER_CREATED', 1],
    ['ORDER_PAID', 2],
  ]);
  const checks = t.running.definition.invariants!.filter(({ id }) => id !== 'I4');
  for (const { id, run } of checks) expect([id, await run(t.ctx())]).toEqual([id, []]);
});

test('an amount that cannot be paid is refused with the least that can', async () => {
  await useRules(t, promotion({ effect: { type: 'PERCENTAGE', rate: '0.99', target: 'LINES' } }));
  expect((await place({ total: 40 })).userErrors).toMatchObject([
    { code: 'AMOUNT_TOO_SMALL', minimum: minor(50) },
  ]);
});

test('a business abroad pays no tax, its number is kept, and a wrong one is refused', async () => {
  await useRules(
    t,
    settings(),
    zone('DE', { standard: '0.19' }),
    zone('AT', { standard: '0.2' }, { isReverseCharge: true }),
  );
  const shippingAddress = { ...german, country: 'AT', postalCode: '1010' };
  const wrong = await place({ total: 0, input: { shippingAddress, vatNumber: 'ATU0' } });
  expect(wrong.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'vatNumber'] }]);
  const { order, userErrors } = await place({
    total: 3_360,
    input: { shippingAddress, vatNumber: 'ATU 13585627' },
  });
  expect(userErrors).toEqual([]);
  expect(order).toMatchObject({
    isReverseCharge: true,
    vatNumber: 'ATU13585627',
    tax: minor(0),
    total: minor(3_360),
  });
});

test('a promotion for first orders counts for the first order of a user that was not cancelled', async () => {
  await useRules(t, promotion({ conditions: { isFirstOrderOnly: true } }));
  const as = customer('usr_first_order');
  expect((await place({ total: 3_598, as })).order.total).toEqual(minor(3_598));
  shop.carts.clear();
  expect((await place({ total: 3_598, as })).userErrors).toMatchObject([
    { code: 'PRICE_CHANGED', actual: minor(3_998) },
  ]);
});
