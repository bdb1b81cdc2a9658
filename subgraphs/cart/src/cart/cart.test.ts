import { ProductCreated } from '@emporium/catalog-events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codes, content, openCartShop, product, variant } from './cart-shop.fixture.js';

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

test('a guest fills a cart that is created by the first add, with live prices and the picture of the replica', async () => {
  await t.deliver(ProductCreated, {
    key: 'prod_a',
    version: 1,
    data: product('prod_a', [variant('var_a', 999, 7)]),
  });
  const { cart: c, userErrors } = await add(null, [
    { variantId: 'var_a' },
    { variantId: 'var_b', quantity: 3 },
  ]);
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
  catalog.variants.set('var_off', { minor: 1, available: 1, isActive: false });
  const { cart: c } = await add(null, [{ variantId: 'var_a' }]);
  for (const quantity of [-1, 0, 1_000_000_000]) {
    expect(
      codes(await add(c.id, [{ variantId: 'var_a' }, { variantId: 'var_b', quantity }])),
    ).toEqual(['INVALID_INPUT lines.1.quantity']);
  }
  for (const id of ['var_off', 'var_none', 'x'.repeat(10_000), "'; drop", '']) {
    expect(
      codes(await add(c.id, [{ variantId: 'var_a' }, { variantId: id }])),
      id.slice(0, 10),
    ).toEqual(['NOT_FOUND lines.1.variantId']);
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
  expect(
    codes(
      await run(
        `cartLinesUpdate(cartId: "${c.id}", lines: [{ lineId: "${c.lines[0].id}", quantity: 0 }])`,
      ),
    ),
  ).toEqual(['INVALID_INPUT lines.0.quantity']);
  expect(
    codes(await run(`cartLinesUpdate(cartId: "${c.id}", lines: [{ lineId: "x", quantity: 1 }])`)),
  ).toEqual(['NOT_FOUND lines.0.lineId']);
  expect(codes(await run(`cartLinesRemove(cartId: "${c.id}", lineIds: ["x"])`))).toEqual([
    'NOT_FOUND lineIds.0',
  ]);
  catalog.variants.set('var_dear', { minor: Number.MAX_SAFE_INTEGER, available: 9 });
  expect(codes(await add(c.id, [{ variantId: 'var_dear', quantity: 2 }]))).toEqual([
    'INVALID_INPUT lines',
  ]);
  expect((await read(c.id)).version).toBe(c.version);
  const wrong = await t.execute(
    `mutation { cartLinesAdd(lines: [{ variantId: "var_a", quantity: 1.5 }]) { userErrors { __typename } } }`,
  );
  expect(wrong.data).toBeUndefined();
});

test('update, remove, clear and codes work on the meant cart', async () => {
  const { cart: c } = await add(null, [
    { variantId: 'var_a', quantity: 2 },
    { variantId: 'var_b' },
  ]);
  const [a, b] = c.lines.map((l: { id: string }) => l.id);
  expect(
    content(
      (await run(`cartLinesUpdate(cartId: "${c.id}", lines: [{ lineId: "${a}", quantity: 4 }])`))
        .cart,
    ),
  ).toEqual({
    var_a: 4,
    var_b: 1,
  });
  expect(
    content((await run(`cartLinesRemove(cartId: "${c.id}", lineIds: ["${b}"])`)).cart),
  ).toEqual({ var_a: 4 });
  const coded = await run(
    `cartDiscountCodesUpdate(cartId: "${c.id}", codes: [" spring ", "SPRING"])`,
  );
  expect(coded.cart.discountCodes).toEqual([
    {
      code: 'SPRING',
      applicable: false,
      amount: { minor: 0 },
      problem: 'UNKNOWN',
      message: expect.any(String),
    },
  ]);
  expect(codes(await run(`cartDiscountCodesUpdate(cartId: "${c.id}", codes: ["<b>"])`))).toEqual([
    'INVALID_INPUT codes.0',
  ]);
  expect((await run(`cartClear(cartId: "${c.id}")`)).cart).toMatchObject({
    lines: [],
    totalQuantity: 0,
    cost: { total: { minor: 0 } },
  });
});

test('problems tell what would fail at checkout, and lines that cannot be bought do not count', async () => {
  const { cart: c } = await add(null, [
    { variantId: 'var_a', quantity: 5 },
    { variantId: 'var_b', quantity: 2 },
  ]);
  catalog.variants.set('var_a', { minor: 1_200, available: 3 });
  catalog.variants.set('var_b', { minor: 250, available: 100, isActive: false });
  const after = await read(c.id);
  expect(after.problems).toEqual([
    { __typename: 'LineInsufficientStock', lineId: c.lines[0].id, available: 3 },
    { __typename: 'LinePriceChanged', was: { minor: 1_000 }, now: { minor: 1_200 } },
    { __typename: 'LineUnavailable', lineId: c.lines[1].id },
  ]);
  expect(after.cost.total.minor).toBe(6_000);
});

test('reading a cart takes three SQL statements, whatever its size', async () => {
  const { cart: c } = await add(null, [{ variantId: 'var_a' }, { variantId: 'var_b' }]);
  const { statements } = await t.countQueries(() => read(c.id));
  expect(statements).toHaveLength(3);
});
