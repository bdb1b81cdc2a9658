import { ProductCreated, ProductDeleted, ProductUpdated, type ProductData, StockChanged } from '@emporium/catalog/events';
import { OrderPaid } from '@emporium/orders/events';
import { eventually } from '@emporium/testing/eventually';
import { anonymous, customer, service } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cartIdHash } from '../store/cart-id.js';
import { cart } from '../subgraph.js';
import type { CartServices } from './cart-services.js';

const at = '2026-01-01T00:00:00.000Z';
const variant = (id: string, minor: number, available: number) => ({
  id,
  sku: id.toUpperCase(),
  name: 'Small',
  position: 0,
  options: [],
  attributes: [],
  price: { minor, currency: 'EUR' },
  compareAtPrice: null,
  barcode: null,
  weightGrams: null,
  available,
  stockVersion: 1,
  version: 1,
});
const product = (id: string, variants: ReturnType<typeof variant>[], more: Partial<ProductData> = {}): ProductData => ({
  id,
  sku: id,
  slug: id,
  name: `Product ${id}`,
  description: null,
  isActive: true,
  attributes: [],
  categories: [],
  variants,
  images: [{ id: 'img', assetId: 'med_1', alt: null, position: 0, isPrimary: true }],
  version: 1,
  createdAt: at,
  updatedAt: at,
  ...more,
});

/** What catalog would answer now; undefined = it is down. */
let live: Map<string, { minor: number; available: number; isActive?: boolean }> | undefined;
let t: TestSubgraph<CartServices>;
beforeAll(async () => {
  t = await startTestSubgraph(cart, {
    calls: {
      catalog: (request) => {
        if (!live) throw new Error('down');
        const ids = request.variables!['ids'] as string[];
        return {
          _variants: ids.map((id) => {
            const v = live!.get(id);
            return v
              ? {
                  id,
                  sku: id.toUpperCase(),
                  name: 'Small',
                  price: { minor: v.minor, currency: 'EUR' },
                  stock: { available: v.available },
                  product: { name: `Live ${id}`, isActive: v.isActive ?? true },
                }
              : null;
          }),
        };
      },
    },
  });
});
afterAll(() => t.close());
beforeEach(() => {
  live = new Map([
    ['var_a', { minor: 1_000, available: 5 }],
    ['var_b', { minor: 250, available: 100 }],
  ]);
});

const CART = `id version totalQuantity lines { id quantity unitPrice { minor } lineTotal { minor decimal } priceWhenAdded { minor } variant { id } snapshot { name variantName sku imageUrl } }
  cost { subtotal { minor } total { minor currency decimal } estimated } discountCodes { code applicable amount { minor } }
  problems { __typename ... on LineInsufficientStock { lineId available } ... on LinePriceChanged { was { minor } now { minor } } ... on LineUnavailable { lineId } }`;
const PAYLOAD = `{ cart { ${CART} } userErrors { ... on UserError { code path } } }`;
const add = async (cartId: string | null, lines: { variantId: string; quantity?: number }[], as = anonymous) =>
  (
    await t.execute(`mutation ($c: ID, $l: [CartLineInput!]!) { cartLinesAdd(cartId: $c, lines: $l) ${PAYLOAD} }`, {
      variables: { c: cartId, l: lines },
      as,
    })
  ).data.cartLinesAdd;
const read = async (id: string | null, as = anonymous) =>
  (await t.execute(`query ($id: ID) { cart(id: $id) { ${CART} } }`, { variables: { id }, as })).data.cart;
const run = async (mutation: string, as = anonymous) => {
  const result = await t.execute(`mutation { m: ${mutation} ${PAYLOAD} }`, { as });
  return result.data?.m ?? result.errors;
};
const content = (c: { lines: { variant: { id: string }; quantity: number }[] }) =>
  Object.fromEntries(c.lines.map((l) => [l.variant.id, l.quantity]));
const codes = (payload: { userErrors: { code: string; path: string[] }[] }) =>
  payload.userErrors.map((e) => `${e.code} ${e.path.join('.')}`);

test('a guest fills a cart that is created by the first add, with live prices and the picture of the replica', async () => {
  await t.deliver(ProductCreated, { key: 'prod_a', version: 1, data: product('prod_a', [variant('var_a', 999, 7)]) });
  const { cart: c, userErrors } = await add(null, [{ variantId: 'var_a' }, { variantId: 'var_b', quantity: 3 }]);
  expect(userErrors).toEqual([]);
  expect(c).toMatchObject({
    totalQuantity: 4,
    cost: { total: { minor: 1_750, currency: 'EUR', decimal: '17.50' }, estimated: false },
    problems: [],
  });
  expect(c.lines[0].snapshot).toEqual({
    name: 'Live var_a',
    variantName: 'Small',
    sku: 'VAR_A',
    imageUrl: `${t.config.publicUrl}/media/med_1/160-inside.webp`,
  });
  expect(await read(c.id)).toEqual(c);
  expect(await read(null)).toBeNull();
});

test('parallel adds of one variant are never lost', async () => {
  const { cart: c } = await add(null, [{ variantId: 'var_b' }]);
  await Promise.all(Array.from({ length: 19 }, () => add(c.id, [{ variantId: 'var_b' }])));
  expect(content(await read(c.id))).toEqual({ var_b: 20 });
});

test('values that make no sense are INVALID_INPUT with their path, unknown and inactive variants NOT_FOUND, and nothing is added', async () => {
  live!.set('var_off', { minor: 1, available: 1, isActive: false });
  const { cart: c } = await add(null, [{ variantId: 'var_a' }]);
  for (const quantity of [-1, 0, 1_000_000_000]) {
    expect(codes(await add(c.id, [{ variantId: 'var_a' }, { variantId: 'var_b', quantity }]))).toEqual(['INVALID_INPUT lines.1.quantity']);
  }
  for (const id of ['var_off', 'var_none', 'x'.repeat(10_000), "'; drop", 'a\0b', '']) {
    expect(codes(await add(c.id, [{ variantId: 'var_a' }, { variantId: id }])), id.slice(0, 10)).toEqual(['NOT_FOUND lines.1.variantId']);
  }
  expect(codes(await add(c.id, []))).toEqual(['INVALID_INPUT lines']);
  expect(
    codes(
      await add(
        c.id,
        Array.from({ length: 201 }, () => ({ variantId: 'var_a' })),
      ),
    ),
  ).toEqual(['INVALID_INPUT lines']);
  expect(codes(await run(`cartLinesUpdate(cartId: "${c.id}", lines: [{ lineId: "${c.lines[0].id}", quantity: 0 }])`))).toEqual([
    'INVALID_INPUT lines.0.quantity',
  ]);
  expect(codes(await run(`cartLinesUpdate(cartId: "${c.id}", lines: [{ lineId: "x", quantity: 1 }])`))).toEqual([
    'NOT_FOUND lines.0.lineId',
  ]);
  expect(codes(await run(`cartLinesRemove(cartId: "${c.id}", lineIds: ["x"])`))).toEqual(['NOT_FOUND lineIds.0']);
  live!.set('var_dear', { minor: Number.MAX_SAFE_INTEGER, available: 9 });
  expect(codes(await add(c.id, [{ variantId: 'var_dear', quantity: 2 }]))).toEqual(['INVALID_INPUT lines']);
  expect((await read(c.id)).version).toBe(c.version);
  const wrong = await t.execute(`mutation { cartLinesAdd(lines: [{ variantId: "var_a", quantity: 1.5 }]) { userErrors { __typename } } }`);
  expect(wrong.data).toBeUndefined();
});

test('update, remove, clear and codes work on the meant cart', async () => {
  const { cart: c } = await add(null, [{ variantId: 'var_a', quantity: 2 }, { variantId: 'var_b' }]);
  const [a, b] = c.lines.map((l: { id: string }) => l.id);
  expect(content((await run(`cartLinesUpdate(cartId: "${c.id}", lines: [{ lineId: "${a}", quantity: 4 }])`)).cart)).toEqual({
    var_a: 4,
    var_b: 1,
  });
  expect(content((await run(`cartLinesRemove(cartId: "${c.id}", lineIds: ["${b}"])`)).cart)).toEqual({ var_a: 4 });
  const coded = await run(`cartDiscountCodesUpdate(cartId: "${c.id}", codes: [" spring ", "SPRING"])`);
  expect(coded.cart.discountCodes).toEqual([{ code: 'SPRING', applicable: false, amount: { minor: 0 } }]);
  expect(codes(await run(`cartDiscountCodesUpdate(cartId: "${c.id}", codes: ["<b>"])`))).toEqual(['INVALID_INPUT codes.0']);
  expect((await run(`cartClear(cartId: "${c.id}")`)).cart).toMatchObject({ lines: [], totalQuantity: 0, cost: { total: { minor: 0 } } });
});

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
  expect(codes(await run(`cartMerge(guestCartId: "${own.id}")`, customer('usr_other')))).toEqual(['NOT_FOUND guestCartId']);
  for (const id of ['*', 'a\r\nFLUSHALL', 'user:usr_owner', '{tag}', 'crt_', 'x'.repeat(10_000), '\0']) {
    expect(await read(id, owner)).toBeNull();
    expect(codes(await add(id, [{ variantId: 'var_a' }], owner))).toEqual(['NOT_FOUND cartId']);
  }
  const mine = await t.execute(
    `{ _entities(representations: [{ __typename: "User", id: "usr_owner" }]) { ... on User { cart { id owner { id } } } } }`,
    { as: owner },
  );
  expect(mine.data._entities[0].cart).toEqual({ id: own.id, owner: { id: 'usr_owner' } });
});

test('problems tell what would fail at checkout, and lines that cannot be bought do not count', async () => {
  const { cart: c } = await add(null, [
    { variantId: 'var_a', quantity: 5 },
    { variantId: 'var_b', quantity: 2 },
  ]);
  live!.set('var_a', { minor: 1_200, available: 3 });
  live!.set('var_b', { minor: 250, available: 100, isActive: false });
  const after = await read(c.id);
  expect(after.problems).toEqual([
    { __typename: 'LineInsufficientStock', lineId: c.lines[0].id, available: 3 },
    { __typename: 'LinePriceChanged', was: { minor: 1_000 }, now: { minor: 1_200 } },
    { __typename: 'LineUnavailable', lineId: c.lines[1].id },
  ]);
  expect(after.cost.total.minor).toBe(6_000);
});

test('with catalog down the cart shows its replica as an estimate and still takes known variants', async () => {
  await t.deliver(ProductCreated, { key: 'prod_r', version: 3, data: product('prod_r', [variant('var_r', 700, 2)], { version: 3 }) });
  await t.deliver(ProductUpdated, {
    key: 'prod_r',
    version: 2,
    data: product('prod_r', [variant('var_r', 1, 2)], { version: 2, name: 'Old' }),
  });
  await t.deliver(StockChanged, { key: 'var_r', version: 4, data: { variantId: 'var_r', productId: 'prod_r', available: 1, version: 4 } });
  await t.deliver(StockChanged, { key: 'var_r', version: 3, data: { variantId: 'var_r', productId: 'prod_r', available: 50, version: 3 } });
  live = undefined;
  const { cart: c } = await add(null, [{ variantId: 'var_r', quantity: 2 }]);
  expect(c).toMatchObject({
    cost: { total: { minor: 1_400 }, estimated: true },
    problems: [{ __typename: 'LineInsufficientStock', available: 1 }],
  });
  expect(c.lines[0].snapshot.name).toBe('Product prod_r');
  const unknown = await t.execute(`mutation { cartLinesAdd(lines: [{ variantId: "var_new" }]) { userErrors { __typename } } }`);
  expect(unknown.errors![0]!.extensions!['code']).toBe('SUBGRAPH_UNAVAILABLE');
});

test('a deleted product or variant leaves all carts, and an old event does not bring it back', async () => {
  live!.set('var_x', { minor: 5, available: 5 }).set('var_y', { minor: 5, available: 5 });
  const both = product('prod_x', [variant('var_x', 5, 5), variant('var_y', 5, 5)]);
  await t.deliver(ProductCreated, { key: 'prod_x', version: 1, data: both });
  const { cart: c } = await add(null, [{ variantId: 'var_a' }, { variantId: 'var_x' }, { variantId: 'var_y' }]);
  await t.deliver(ProductUpdated, { key: 'prod_x', version: 2, data: product('prod_x', [variant('var_x', 5, 5)], { version: 2 }) });
  expect(content(await read(c.id))).toEqual({ var_a: 1, var_x: 1 });
  await t.deliver(ProductDeleted, { key: 'prod_x', version: 3, data: product('prod_x', [], { version: 3 }) });
  expect(content(await read(c.id))).toEqual({ var_a: 1 });
  await t.deliver(ProductUpdated, { key: 'prod_x', version: 2, data: both });
  live = undefined;
  expect((await t.execute(`mutation { cartLinesAdd(lines: [{ variantId: "var_x" }]) { userErrors { __typename } } }`)).errors).toHaveLength(
    1,
  );
});

test('a guest cart is merged at login, also when retried, and services read it by its secret or its user', async () => {
  const user = customer('usr_merge');
  await add(null, [{ variantId: 'var_b', quantity: 2 }], user);
  const { cart: guest } = await add(null, [{ variantId: 'var_a' }, { variantId: 'var_b' }]);
  const merged = await run(`cartMerge(guestCartId: "${guest.id}")`, user);
  expect(content(merged.cart)).toEqual({ var_b: 3, var_a: 1 });
  expect(await run(`cartMerge(guestCartId: "${guest.id}")`, user)).toEqual(merged);
  expect(await read(guest.id)).toBeNull();
  expect((await run(`cartMerge(guestCartId: "${guest.id}")`))[0].extensions.code).toBe('UNAUTHENTICATED');
  const ask = async (id: string, as = service('orders')) =>
    (
      await t.execute(
        `{ _cart(id: "${id}") { id version owner { id } lines { variant { id } quantity unitPrice { minor } } cost { total { minor } } } }`,
        { as },
      )
    ).data._cart;
  expect(await ask('user:usr_merge')).toMatchObject({ id: merged.cart.id, owner: { id: 'usr_merge' }, cost: { total: { minor: 1_750 } } });
  expect(await ask(merged.cart.id, service('orders', user))).toMatchObject({ id: merged.cart.id });
  expect(await ask(merged.cart.id, service('orders', customer('usr_thief')))).toBeNull();
  expect(await ask('user:usr_merge', service('orders', anonymous))).toBeNull();
  expect(await ask('user:usr_merge', user)).toBeNull();
});

test('paid quantities leave the cart once, what was added meanwhile stays', async () => {
  const { cart: c } = await add(null, [{ variantId: 'var_a', quantity: 2 }, { variantId: 'var_b' }]);
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
  await eventually(async () => (await t.runtime.bus.deadLetters('cart-orders', { first: 1 })).length === 0);
});

test('reading a cart takes two SQL statements, whatever its size', async () => {
  const { cart: c } = await add(null, [{ variantId: 'var_a' }, { variantId: 'var_b' }]);
  const { statements } = await t.countQueries(() => read(c.id));
  expect(statements).toHaveLength(2);
});
