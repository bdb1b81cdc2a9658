import {
  ProductCreated,
  ProductDeleted,
  ProductUpdated,
  StockChanged,
} from '@emporium/catalog-events';
import { OrderPaid } from '@emporium/orders-events';
import { UserDeleted } from '@emporium/users-events';
import { customer } from '@emporium/testing/principals';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cartIdHash } from '../store/cart-id.js';
import { content, openCartShop, product, variant } from './cart-shop.fixture.js';

type Shop = Awaited<ReturnType<typeof openCartShop>>;
let t: Shop['t'];
let catalog: Shop['catalog'];
let add: Shop['add'];
let read: Shop['read'];
beforeAll(async () => {
  ({ t, catalog, add, read } = await openCartShop());
});
afterAll(() => t.close());
beforeEach(() => catalog.reset());

test('with catalog down the cart shows its replica as an estimate and still takes known variants', async () => {
  await t.deliver(ProductCreated, {
    key: 'prod_r',
    version: 3,
    data: product('prod_r', [variant('var_r', 700, 2)], { version: 3 }),
  });
  await t.deliver(ProductUpdated, {
    key: 'prod_r',
    version: 2,
    data: product('prod_r', [variant('var_r', 1, 2)], { version: 2, name: 'Old' }),
  });
  await t.deliver(StockChanged, {
    key: 'var_r',
    version: 4,
    data: { variantId: 'var_r', productId: 'prod_r', available: 1, version: 4 },
  });
  await t.deliver(StockChanged, {
    key: 'var_r',
    version: 3,
    data: { variantId: 'var_r', productId: 'prod_r', available: 50, version: 3 },
  });
  catalog.down = true;
  const { cart: c } = await add(null, [{ variantId: 'var_r', quantity: 2 }]);
  expect(c).toMatchObject({
    cost: { total: { minor: 1_400 }, estimated: true },
    problems: [{ __typename: 'LineInsufficientStock', available: 1 }],
  });
  expect(c.lines[0].snapshot.name).toBe('Product prod_r');
  const unknown = await t.execute(
    `mutation { cartLinesAdd(lines: [{ variantId: "var_new" }]) { userErrors { __typename } } }`,
  );
  expect(unknown.errors![0]!.extensions!['code']).toBe('SUBGRAPH_UNAVAILABLE');
});

test('a deleted product or variant leaves all carts, and an old event does not bring it back', async () => {
  catalog.variants
    .set('var_x', { minor: 5, available: 5 })
    .set('var_y', { minor: 5, available: 5 });
  const both = product('prod_x', [variant('var_x', 5, 5), variant('var_y', 5, 5)]);
  await t.deliver(ProductCreated, { key: 'prod_x', version: 1, data: both });
  const { cart: c } = await add(null, [
    { variantId: 'var_a' },
    { variantId: 'var_x' },
    { variantId: 'var_y' },
  ]);
  await t.deliver(ProductUpdated, {
    key: 'prod_x',
    version: 2,
    data: product('prod_x', [variant('var_x', 5, 5)], { version: 2 }),
  });
  expect(content(await read(c.id))).toEqual({ var_a: 1, var_x: 1 });
  await t.deliver(ProductDeleted, {
    key: 'prod_x',
    version: 3,
    data: product('prod_x', [], { version: 3 }),
  });
  expect(content(await read(c.id))).toEqual({ var_a: 1 });
  await t.deliver(ProductUpdated, { key: 'prod_x', version: 2, data: both });
  catalog.down = true;
  expect(
    (
      await t.execute(
        `mutation { cartLinesAdd(lines: [{ variantId: "var_x" }]) { userErrors { __typename } } }`,
      )
    ).errors,
  ).toHaveLength(1);
});

test('paid quantities leave the cart once, what was added meanwhile stays', async () => {
  const { cart: c } = await add(null, [
    { variantId: 'var_a', quantity: 2 },
    { variantId: 'var_b' },
  ]);
  const paid = {
    orderId: 'ord_1',
    number: 'E-1',
    userId: null,
    version: 2,
    cartIdHash: cartIdHash(c.id),
    cartVersion: c.version,
    lines: [
      { variantId: 'var_a', quantity: 2 },
      { variantId: 'var_b', quantity: 1 },
    ],
    total: { minor: 2_250, currency: 'EUR' },
    currency: 'EUR',
  };
  await add(c.id, [{ variantId: 'var_a' }]);
  await t.deliver(OrderPaid, { key: 'ord_1', version: 2, data: paid });
  await t.deliver(OrderPaid, { key: 'ord_1', version: 2, data: paid });
  expect(content(await read(c.id))).toEqual({ var_a: 1 });
  await eventually(
    async () => (await t.runtime.bus.deadLetters('cart-orders', { first: 1 })).length === 0,
  );
});

test('an erased user leaves no cart behind', async () => {
  const user = customer('usr_erased');
  await add(null, [{ variantId: 'var_a' }], user);
  await t.deliver(UserDeleted, {
    key: 'usr_erased',
    version: 2,
    data: { id: 'usr_erased', version: 2 },
  });
  expect(await read(null, user)).toBeNull();
});
