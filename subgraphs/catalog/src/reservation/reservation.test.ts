import { service } from '@emporium/testing/principals';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { query } from '../tables.js';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

let t: TestCatalog;
const orders = new Map<string, { status: string } | Error>();
beforeAll(async () => {
  t = await startCatalog({
    calls: {
      orders: ({ variables }) => {
        const order = orders.get(String(variables?.['id']));
        if (order instanceof Error) throw order;
        return { _order: order ?? null };
      },
    },
  });
});
beforeEach(() => orders.clear());
afterAll(() => t.close());

test('a hold quotes price, names and image of that moment, adds up lines of one variant, and keeps its answer', async () => {
  const { variantId, productId } = await t.stocked(5, { name: 'Coat' });
  await t.ask(
    'mutation ($id: ID!) { productImageAdd(productId: $id, assetId: "med_coat") { userErrors { __typename } } }',
    {
      id: productId,
    },
  );
  const lines = [
    { variantId, quantity: 1 },
    { variantId, quantity: 2 },
  ];
  const deadline = new Date('2030-01-01T00:00:00.000Z');
  const first = await t.reserve('ord_quote', lines, deadline);
  expect(first.reservation).toMatchObject({
    orderId: 'ord_quote',
    state: 'HELD',
    expiresAt: '2030-01-01T00:10:00.000Z',
  });
  expect(first.reservation.lines).toMatchObject([
    {
      variantId,
      quantity: 3,
      unitPrice: { minor: 1000, currency: 'EUR' },
      productName: 'Coat',
      variantName: 'Default',
      imageAssetId: 'med_coat',
    },
  ]);
  const price =
    'mutation ($input: ProductVariantUpdateInput!) { productVariantUpdate(input: $input) { userErrors { __typename } } }';
  await t.ask(price, {
    input: { id: variantId, expectedVersion: 1, price: { minor: 9999, currency: 'EUR' } },
  });
  expect(await t.reserve('ord_quote', lines, deadline)).toEqual(first);
  expect((await t.reserve('ord_quote', [{ variantId, quantity: 1 }])).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
  const { _reservation } = await t.ask(
    '{ _reservation(orderId: "ord_quote") { state lines { quantity unitPrice { minor } } } }',
    {},
    service('orders'),
  );
  expect(_reservation).toEqual({
    state: 'HELD',
    lines: [{ quantity: 3, unitPrice: { minor: 1000 } }],
  });
});

test('one short line keeps all others free, and every short line is named', async () => {
  const [a, b, c] = [await t.stocked(5), await t.stocked(1), await t.stocked(0)];
  const answer = await t.reserve('ord_short', [
    { variantId: a.variantId, quantity: 1 },
    { variantId: b.variantId, quantity: 2 },
    { variantId: c.variantId, quantity: 1 },
  ]);
  expect(answer.userErrors).toMatchObject([
    { code: 'INSUFFICIENT_STOCK', variantId: b.variantId, requested: 2, available: 1 },
    { code: 'INSUFFICIENT_STOCK', variantId: c.variantId, requested: 1, available: 0 },
  ]);
  expect((await t.stock(a.variantId)).reserved).toBe(0);
  expect(
    (await t.reserve('ord_short', [{ variantId: a.variantId, quantity: 1 }])).reservation.state,
  ).toBe('HELD');
});

test('inactive, deleted and unknown variants cannot be bought and are named', async () => {
  const hidden = await t.stocked(5, { isActive: false });
  const deleted = await t.stocked(5);
  await t.ask('mutation ($id: ID!) { productDelete(id: $id) { deletedId } }', {
    id: deleted.productId,
  });
  for (const variantId of [
    hidden.variantId,
    deleted.variantId,
    'var_none',
    "'; drop table x; --",
  ]) {
    const { userErrors, reservation } = await t.reserve(`ord_no_${variantId}`, [
      { variantId, quantity: 1 },
    ]);
    expect(reservation).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['lines', '0', 'variantId'] }]);
    expect(userErrors[0].message).toContain(variantId);
  }
  const { _variants } = await t.ask(
    'query ($ids: [ID!]!) { _variants(ids: $ids) { id } }',
    { ids: [hidden.variantId, deleted.variantId] },
    service('cart'),
  );
  expect(_variants).toEqual([null, null]);
});

test.each([
  [[]],
  [[{ variantId: 'v', quantity: 0 }]],
  [[{ variantId: 'v', quantity: -1 }]],
  [[{ variantId: 'v', quantity: 1_000_000_000 }]],
])('%j is no order', async (lines) => {
  expect((await t.reserve('ord_bad', lines)).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

test('only services reach the internal fields', async () => {
  const { data, errors } = await t.execute('{ _reservation(orderId: "ord_paid") { id } }');
  expect(data._reservation).toBeNull();
  expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

test('verify names tampered stock, ledger, holds and outbox', async () => {
  const { variantId, productId } = await t.stocked(5);
  await t.reserve('ord_tampered', [{ variantId, quantity: 1 }]);
  await query(t.ctx())
    .updateTable('Stock')
    .set({ onHand: 7, reserved: 2 })
    .where('variantId', '=', variantId)
    .execute();
  await query(t.ctx())
    .updateTable('Product')
    .set({ version: 9 })
    .where('id', '=', productId)
    .execute();
  const problems = await t.verify();
  for (const id of ['I2', 'I4', 'I12'])
    expect(
      problems.some(
        (line) => line.startsWith(id) && (line.includes(variantId) || line.includes(productId)),
      ),
    ).toBe(true);
});

test('a hold says when little is left for others', async () => {
  const { variantId } = await t.stocked(10);
  const scarce = async (orderId: string, quantity: number) => {
    const query = `mutation ($orderId: ID!, $lines: [ReservationLine!]!, $at: DateTime!) {
      _stockReserve(orderId: $orderId, lines: $lines, expiresAt: $at) { reservation { isScarce } } }`;
    const variables = {
      orderId,
      lines: [{ variantId, quantity }],
      at: new Date(Date.now() + 60_000).toISOString(),
    };
    return (await t.ask(query, variables, service('orders')))._stockReserve.reservation.isScarce;
  };
  expect(await scarce('ord_plenty', 8)).toBe(false);
  expect(await scarce('ord_scarce', 1)).toBe(true);
  expect(await scarce('ord_scarce', 1)).toBeNull();
});

test('a quote has what rules look at, as it was when the units were held', async () => {
  const category = async (name: string, parentId?: string) =>
    (
      await t.ask(
        'mutation ($input: CategoryCreateInput!) { categoryCreate(input: $input) { category { id } } }',
        { input: { name, parentId } },
      )
    ).categoryCreate.category.id as string;
  const [top, other] = [await category('Quoted top'), await category('Quoted other')];
  const deep = await category('Quoted deep', await category('Quoted middle', top));
  const { product } = await t.createProduct({
    sku: 'quoted',
    taxCategory: 'reduced',
    categoryIds: [deep, other],
    variants: [
      { sku: 'quoted', price: { minor: 500, currency: 'EUR' }, weightGrams: 250, initialStock: 5 },
    ],
  });
  const ask = `mutation ($id: ID!, $variant: ID!) { _stockReserve(orderId: $id, lines: [{ variantId: $variant, quantity: 1 }], expiresAt: "2030-01-01T00:00:00.000Z")
    { reservation { lines { productId categoryIds taxCategory weightGrams } } } }`;
  const variant = product.variants.nodes[0].id as string;
  const reserve = async (id: string) =>
    (await t.ask(ask, { id, variant }, service('orders')))._stockReserve.reservation.lines[0];
  const first = await reserve('ord_rules');
  expect(first).toMatchObject({ productId: product.id, taxCategory: 'reduced', weightGrams: 250 });
  expect(first.categoryIds).toHaveLength(4);
  expect(first.categoryIds).toEqual(expect.arrayContaining([top, other, deep]));
  const changed = await t.ask(
    'mutation ($input: ProductUpdateInput!) { productUpdate(input: $input) { product { taxCategory } } }',
    { input: { id: product.id, expectedVersion: 1, taxCategory: null, categoryIds: [] } },
  );
  expect(changed.productUpdate.product.taxCategory).toBeNull();
  expect(await reserve('ord_rules')).toEqual(first);
  expect(await reserve('ord_rules_2')).toMatchObject({ categoryIds: [], taxCategory: null });
  const events = await t.eventsOf(product.id);
  expect(events.map((event) => event.data.taxCategory)).toEqual(['reduced', null]);
});
