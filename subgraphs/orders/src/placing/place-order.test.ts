import { customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { CANCEL, PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
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

test('a guest order freezes words, prices and address and gives a token that opens it', async () => {
  const cart = shop.cart({ var_shirt: 2, var_sock: 1 });
  const { answer, codes } = await place(placeVariables(cart));
  expect(codes).toBeUndefined();
  expect(answer.userErrors).toEqual([]);
  expect(answer.order).toMatchObject({
    status: 'PENDING',
    version: 1,
    total: { minor: 4_448, decimal: '44.48', currency: 'EUR' },
    contact: { name: 'Ada Lovelace', email: 'ada@example.test' },
    customer: null,
    shippingAddress: { city: 'London' },
    billingAddress: { name: 'Ada Lovelace' },
    lines: [
      {
        sku: 'SKU-var_shirt',
        productName: 'Shirt',
        quantity: 2,
        total: { minor: 3_998 },
        variant: { id: 'var_shirt' },
      },
      { quantity: 1 },
    ],
    history: {
      nodes: [{ type: 'PLACED', from: null, to: 'PENDING', actor: 'guest' }],
      totalCount: 1,
    },
  });
  expect(answer.order.lines[0].imageUrl).toContain('/media/med_1/');
  const opened = await t.execute(`query($t: String!) { orderByToken(token: $t) { id } }`, {
    variables: { t: answer.guestToken },
  });
  expect(opened.data?.orderByToken.id).toBe(answer.order.id);
  const created = (await t.published()).find(
    (e) => e.type === 'ORDER_CREATED' && e.subject === answer.order.id,
  );
  expect(created).toMatchObject({
    aggregateversion: 1,
    data: {
      userId: null,
      total: { minor: 4_448 },
      lines: [{ variantId: 'var_shirt', quantity: 2 }, {}],
    },
  });
});

test("a user's own cart is ordered without naming it, the contact comes from users when the replica does not know the user", async () => {
  shop.users.set('usr_new', {
    id: 'usr_new',
    email: 'new@example.test',
    firstName: 'New',
    lastName: 'User',
    displayName: 'nu',
    version: 3,
  });
  const cart = shop.cart({ var_shirt: 1 }, 'usr_new');
  const { answer } = await place(
    placeVariables(cart, 'k', { cartId: null, guestEmail: null }),
    customer('usr_new'),
  );
  expect(answer).toMatchObject({
    guestToken: null,
    order: {
      customer: { id: 'usr_new' },
      contact: { name: 'New User', email: 'new@example.test' },
    },
  });
  const before = shop.userCalls;
  cart.version = 2;
  await place(placeVariables(cart, 'k2', { cartId: null }), customer('usr_new'));
  expect(shop.userCalls).toBe(before);
});

test('twenty calls at once with one key make one order, one hold and equal answers', async () => {
  const cart = shop.cart({ var_shirt: 1 }, null, 101);
  const before = shop.reserveCalls;
  const variables = placeVariables(cart);
  const all = await Promise.all(Array.from({ length: 20 }, () => place(variables)));
  const first = all[0]!;
  expect(first.answer.order.id).toMatch(/^ord_/);
  for (const each of all) expect(each).toEqual(first);
  expect(shop.reserveCalls - before).toBe(1);
  expect(await ordersOf(101)).toHaveLength(1);
});

test('two tabs with the same unchanged cart get the first order', async () => {
  const cart = shop.cart({ var_shirt: 1 }, null, 102);
  const [one, two] = await Promise.all([place(placeVariables(cart)), place(placeVariables(cart))]);
  expect(one.answer.order.id).toBe(two.answer.order.id);
  expect(two.answer.guestToken).toBe(one.answer.guestToken);
  expect(await ordersOf(102)).toHaveLength(1);
});

test('a changed cart, or a cancelled order, makes a new one', async () => {
  const cart = shop.cart({ var_shirt: 1 }, 'usr_again', 103);
  const as = customer('usr_again');
  const first = await place(placeVariables(cart), as);
  await t.execute(CANCEL, { as, variables: { id: first.answer.order.id, key: 'c' } });
  const second = await place(placeVariables(cart), as);
  expect(second.answer.order.id).not.toBe(first.answer.order.id);
  cart.version = 104;
  const third = await place(placeVariables(cart), as);
  expect(third.answer.order.id).not.toBe(second.answer.order.id);
});

test('a used key with another input is refused, also after the cart was emptied', async () => {
  const cart = shop.cart({ var_shirt: 1 });
  const variables = placeVariables(cart, 'reused');
  const { answer } = await place(variables);
  cart.lines = [];
  expect((await place(variables)).answer.order.id).toBe(answer.order.id);
  const other = await place({
    ...variables,
    input: { ...variables.input, guestEmail: 'other@example.test' },
  });
  expect(other.answer.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
});

test('a catalog that does not answer gives OPERATION_IN_PROGRESS within the bound, the same key later the order', async () => {
  let release!: () => void;
  shop.beforeReserve = () => new Promise((resolve) => (release = resolve));
  const variables = placeVariables(shop.cart({ var_shirt: 1 }));
  const began = performance.now();
  const [one, two] = await Promise.all([place(variables), place(variables)]);
  expect([one.codes, two.codes]).toEqual([['OPERATION_IN_PROGRESS'], ['OPERATION_IN_PROGRESS']]);
  expect(performance.now() - began).toBeLessThan(3_400);
  release();
  shop.beforeReserve = async () => undefined;
  await query(t.ctx())
    .updateTable('OrderRow')
    .set({ nextCheckAt: sql<Date>`now()` })
    .where('status', '=', 'PLACING')
    .execute();
  await t.runJob('finish-placing');
  const { answer } = await place(variables);
  expect(answer.order.status).toBe('PENDING');
});
