import { priceList } from '@emporium/pricing/testing/rule-builders';
import { customer } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
import { useRules } from '../rules.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
const buyer = customer('usr_trade');
const LIST = priceList(
  {},
  {
    id: 'plist_trade',
    customerGroupIds: ['trade'],
    prices: [
      { variantId: 'var_shirt', fromQuantity: 1, amount: 1_900 },
      { variantId: 'var_shirt', fromQuantity: 10, amount: 1_500 },
    ],
  },
);
const MEMBER = {
  kind: 'GROUP_MEMBER',
  id: 'trade:usr_trade',
  groupId: 'trade',
  userId: 'usr_trade',
} as const;
beforeAll(async () => void ({ t, shop } = await startOrders()));
afterAll(() => t.close());
beforeEach(async () => {
  shop.variants.set('var_shirt', { price: 1_999, available: 1_000 });
  await useRules(t, LIST, MEMBER);
});

const ORDER = `id status total { minor } lines { quantity unitPrice { minor } total { minor } }`;
const PLACE = `mutation($input: OrderPlaceInput!, $key: ID!) { orderPlace(input: $input, idempotencyKey: $key) { order { ${ORDER} }
  userErrors { ... on UserError { code } ... on PriceChangedError { actual { minor } } } } }`;
const place = async (units: number, total: number, as?: typeof buyer) => {
  const cart = shop.cart({ var_shirt: units }, as?.sub ?? null);
  const expectedTotal = { minor: total, currency: 'EUR' };
  const variables = placeVariables(cart, undefined, { expectedTotal });
  const { data, errors } = await t.execute(PLACE, { variables, ...(as ? { as } : {}) });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.orderPlace;
};

test('an order has the price of the list for its quantity', async () => {
  const { order, userErrors } = await place(10, 15_000, buyer);
  expect(userErrors).toEqual([]);
  expect(order).toMatchObject({
    status: 'PENDING',
    total: { minor: 15_000 },
    lines: [{ quantity: 10, unitPrice: { minor: 1_500 }, total: { minor: 15_000 } }],
  });
});

test('nobody else gets that price, whatever total he sends', async () => {
  expect((await place(10, 15_000)).userErrors).toMatchObject([
    { code: 'PRICE_CHANGED', actual: { minor: 19_990 } },
  ]);
  expect((await place(10, 15_000, customer('usr_other'))).userErrors).toMatchObject([
    { code: 'PRICE_CHANGED', actual: { minor: 19_990 } },
  ]);
  expect((await place(9, 13_500, buyer)).userErrors).toMatchObject([
    { code: 'PRICE_CHANGED', actual: { minor: 17_100 } },
  ]);
});

test('a placed order keeps its prices when the list changes, ends or loses its buyer', async () => {
  const { order } = await place(10, 15_000, buyer);
  const read = async () =>
    (
      await t.execute(`query ($id: ID!) { order(id: $id) { ${ORDER} } }`, {
        variables: { id: order.id },
        as: buyer,
      })
    ).data.order;
  await useRules(t, { ...LIST, prices: [] });
  expect(await read()).toEqual(order);
  await useRules(t);
  expect(await read()).toEqual(order);
});
