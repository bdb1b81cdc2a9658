import { anonymous, customer, service } from '@emporium/testing/principals';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codes, content, openCartShop } from './cart-shop.fixture.js';
import { CART_TTL_SECONDS } from '../store/limits.js';

type Shop = Awaited<ReturnType<typeof openCartShop>>;
let t: Shop['t'];
let catalog: Shop['catalog'];
let add: Shop['add'];
let read: Shop['read'];
let run: Shop['run'];
beforeAll(async () => {
  ({ t, catalog, add, read, run } = await openCartShop());
});
afterAll(() => t.close());
beforeEach(() => catalog.reset());

test("someone else's cart answers like a missing one, to everybody and everywhere", async () => {
  const owner = customer('usr_owner');
  const { cart: own } = await add(null, [{ variantId: 'var_a' }], owner);
  expect(await read(null, owner)).toMatchObject({ id: own.id });
  expect(await read(own.id, owner)).toMatchObject({ id: own.id });
  for (const other of [anonymous, customer('usr_other')]) {
    expect(await read(own.id, other)).toBeNull();
    expect(codes(await add(own.id, [{ variantId: 'var_a' }], other))).toEqual(['NOT_FOUND cartId']);
    expect(codes(await run(`cartClear(cartId: "${own.id}")`, other))).toEqual(['NOT_FOUND cartId']);
    const entities = await t.execute(
      `{ _entities(representations: [{ __typename: "Cart", id: "${own.id}" }, { __typename: "User", id: "usr_owner" }]) { ... on Cart { version } ... on User { cart { id } } } }`,
      { as: other },
    );
    expect(entities.data._entities[0]).toBeNull();
    expect(entities.data._entities[1].cart).toBeNull();
  }
  expect(codes(await run(`cartMerge(guestCartId: "${own.id}")`, customer('usr_other')))).toEqual([
    'NOT_FOUND guestCartId',
  ]);
  for (const id of ['*', 'a\r\nFLUSHALL', 'user:usr_owner', '{tag}', 'crt_', 'x'.repeat(10_000)]) {
    expect(await read(id, owner)).toBeNull();
    expect(codes(await add(id, [{ variantId: 'var_a' }], owner))).toEqual(['NOT_FOUND cartId']);
  }
  const mine = await t.execute(
    `{ _entities(representations: [{ __typename: "User", id: "usr_owner" }]) { ... on User { cart { id owner { id } } } } }`,
    { as: owner },
  );
  expect(mine.data._entities[0].cart).toEqual({ id: own.id, owner: { id: 'usr_owner' } });
});

test('a guest cart is merged at login, also when retried, and services read it by its secret or its user', async () => {
  const user = customer('usr_merge');
  await add(null, [{ variantId: 'var_b', quantity: 2 }], user);
  const { cart: guest } = await add(null, [{ variantId: 'var_a' }, { variantId: 'var_b' }]);
  const merged = await run(`cartMerge(guestCartId: "${guest.id}")`, user);
  expect(content(merged.cart)).toEqual({ var_b: 3, var_a: 1 });
  expect(await run(`cartMerge(guestCartId: "${guest.id}")`, user)).toEqual(merged);
  expect(await read(guest.id)).toBeNull();
  expect((await run(`cartMerge(guestCartId: "${guest.id}")`))[0].extensions.code).toBe(
    'UNAUTHENTICATED',
  );
  const ask = async (id: string, as = service('orders')) =>
    (
      await t.execute(
        `{ _cart(id: "${id}") { id version updatedAt expiresAt owner { id } lines { variant { id } quantity unitPrice { minor } } cost { total { minor } } } }`,
        { as },
      )
    ).data._cart;
  const asked = await ask('user:usr_merge');
  // What was left for how long is told by it.
  expect(Date.parse(asked.expiresAt) - Date.parse(asked.updatedAt)).toBe(CART_TTL_SECONDS * 1_000);
  expect(asked).toMatchObject({
    id: merged.cart.id,
    owner: { id: 'usr_merge' },
    cost: { total: { minor: 1_750 } },
  });
  expect(await ask(merged.cart.id, service('orders', user))).toMatchObject({ id: merged.cart.id });
  expect(await ask(merged.cart.id, service('orders', customer('usr_thief')))).toBeNull();
  expect(await ask('user:usr_merge', service('orders', anonymous))).toBeNull();
  expect(await ask('user:usr_merge', user)).toBeNull();
});
