import { customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { query } from '../tables.js';
import { address, PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
beforeAll(async () => void ({ t, shop } = await startOrders()));
afterAll(() => t.close());
beforeEach(() => {
  shop.beforeReserve = async () => undefined;
  shop.variants.set('var_shirt', { price: 1_999, available: 100 });
});

const place = async (variables: object, as?: ReturnType<typeof customer>) => {
  const { data, errors } = await t.execute(PLACE, {
    variables: variables as never,
    ...(as ? { as } : {}),
  });
  return { answer: data?.orderPlace, codes: errors?.map((e) => e.extensions?.['code']) };
};
const ordersOf = (cartVersion: number) =>
  query(t.ctx())
    .selectFrom('OrderRow')
    .select(['id', 'status'])
    .where('cartVersion', '=', cartVersion)
    .execute();

test('not enough units: nothing is ordered, and the same key says so again', async () => {
  shop.variants.set('var_shirt', { price: 1_999, available: 1 });
  const variables = placeVariables(shop.cart({ var_shirt: 2 }, null, 105));
  const { answer } = await place(variables);
  expect(answer).toMatchObject({
    order: null,
    guestToken: null,
    userErrors: [
      { code: 'INSUFFICIENT_STOCK', variantId: 'var_shirt', requested: 2, available: 1 },
    ],
  });
  expect((await place(variables)).answer).toEqual(answer);
  const [order] = await ordersOf(105);
  expect(order!.status).toBe('REJECTED');
  expect((await t.published()).filter((e) => e.subject === order!.id)).toEqual([]);
});

test("catalog's price decides: a raised price is refused, its hold released, and an unchanged expectation is never charged more", async () => {
  const cart = shop.cart({ var_shirt: 1 }, null, 106);
  shop.variants.set('var_shirt', { price: 2_500, available: 100 });
  const { answer } = await place(placeVariables(cart));
  expect(answer).toMatchObject({
    order: null,
    userErrors: [
      {
        code: 'PRICE_CHANGED',
        expected: { decimal: '19.99' },
        actual: { minor: 2_500, decimal: '25.00' },
      },
    ],
  });
  const [order] = await ordersOf(106);
  const events = (await t.published()).filter((e) => e.subject === order!.id);
  expect(events).toMatchObject([
    {
      type: 'ORDER_CANCELLED',
      data: {
        reason: 'ABANDONED',
        userId: null,
        number: '',
        wasPaid: false,
        lines: [{ variantId: 'var_shirt', quantity: 1 }],
      },
    },
  ]);
});

test('a total that the cart does not have is refused before anything is held', async () => {
  const before = shop.reserveCalls;
  const cart = shop.cart({ var_shirt: 1 });
  const { answer } = await place(
    placeVariables(cart, 'x', { expectedTotal: { minor: 1, currency: 'EUR' } }),
  );
  expect(answer.userErrors).toMatchObject([{ code: 'PRICE_CHANGED', actual: { minor: 1_999 } }]);
  expect(shop.reserveCalls).toBe(before);
});

test("somebody else's cart, a missing one and the internal name of a user's cart look the same", async () => {
  const theirs = shop.cart({ var_shirt: 1 }, 'usr_owner');
  const none = { ...theirs, id: 'crt_none' };
  const internal = { ...theirs, id: 'user:usr_owner' };
  for (const cart of [theirs, none, internal]) {
    for (const as of [undefined, customer('usr_thief')]) {
      const { answer } = await place(placeVariables(cart), as);
      expect(answer.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'cartId'] }]);
    }
  }
});

test("who knows a guest cart's id does not get the order a user made of it", async () => {
  const cart = shop.cart({ var_shirt: 1 });
  await place(placeVariables(cart), customer('usr_first'));
  expect((await place(placeVariables(cart))).answer.userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
});

test('an empty cart and input without sense are refused with the path', async () => {
  expect((await place(placeVariables(shop.cart({})))).answer.userErrors).toMatchObject([
    { code: 'CART_EMPTY' },
  ]);
  const cart = shop.cart({ var_shirt: 1 });
  const bad: [object, string[]][] = [
    [{ guestEmail: 'a@' }, ['input', 'guestEmail']],
    [{ guestEmail: 'a b@example.test' }, ['input', 'guestEmail']],
    [
      { shippingAddress: { ...address, name: 'Ada\nLovelace' } },
      ['input', 'shippingAddress', 'name'],
    ],
    [
      { shippingAddress: { ...address, postalCode: null } },
      ['input', 'shippingAddress', 'postalCode'],
    ],
    [{ guestEmail: null }, ['input', 'guestEmail']],
    [{ cartId: null }, ['input', 'cartId']],
    [{ expectedTotal: { minor: -1, currency: 'EUR' } }, ['input', 'expectedTotal', 'minor']],
    [
      {
        shippingAddress: {
          ...cart,
          name: ' ',
          line1: 'x',
          city: 'x',
          postalCode: 'x',
          country: 'DE',
        },
      },
      ['input', 'shippingAddress', 'name'],
    ],
    [{ shippingMethodId: 'x' }, ['input', 'shippingMethodId']],
  ];
  for (const [input, path] of bad) {
    const clean = JSON.parse(JSON.stringify(input)) as {
      shippingAddress?: Record<string, unknown>;
    };
    for (const extra of ['id', 'version', 'owner', 'lines', 'cost'])
      delete clean.shippingAddress?.[extra];
    expect((await place(placeVariables(cart, 'bad', clean))).answer.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path },
    ]);
  }
});
