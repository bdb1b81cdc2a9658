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

test('a paid order takes its units out of the house, once, and leaves what can be ordered alone', async () => {
  const { variantId } = await t.stocked(5);
  await t.reserve('ord_paid', [{ variantId, quantity: 2 }]);
  for (let delivery = 0; delivery < 3; delivery++) await t.paid('ord_paid');
  expect(await t.stock(variantId)).toMatchObject({ onHand: 3, reserved: 0, available: 3 });
  expect((await t.stock(variantId)).movements.nodes).toMatchObject([
    { type: 'ORDER', change: -2, reservedChange: -2, orderId: 'ord_paid' },
    { type: 'RESERVATION', change: 0, reservedChange: 2, orderId: 'ord_paid' },
    { type: 'INITIAL_STOCK' },
  ]);
  expect((await t.eventsOf(variantId)).map((event) => event.data.available)).toEqual([5, 3]);
});

test('a cancelled order gives held units free and sold units back, exactly once', async () => {
  const { variantId } = await t.stocked(5);
  await t.reserve('ord_held', [{ variantId, quantity: 2 }]);
  await t.reserve('ord_sold', [{ variantId, quantity: 3 }]);
  await t.paid('ord_sold');
  for (let delivery = 0; delivery < 3; delivery++) {
    await t.cancelled('ord_held');
    await t.cancelled('ord_sold', true);
  }
  expect(await t.stock(variantId)).toMatchObject({ onHand: 5, reserved: 0 });
  expect(
    (await t.stock(variantId)).movements.nodes.map((movement) => movement.type).slice(0, 2),
  ).toEqual(['ORDER_CANCELLED', 'RESERVATION_RELEASED']);
  await t.paid('ord_held');
  expect((await t.stock(variantId)).onHand).toBe(5);
  expect((await t.reserve('ord_held', [{ variantId, quantity: 2 }])).reservation.state).toBe(
    'RELEASED',
  );
});

test('units of a deleted variant are still settled', async () => {
  const { variantId, productId } = await t.stocked(2);
  await t.reserve('ord_gone', [{ variantId, quantity: 2 }]);
  await t.ask('mutation ($id: ID!) { productDelete(id: $id) { deletedId } }', { id: productId });
  await t.paid('ord_gone');
  const { _reservation } = await t.ask(
    '{ _reservation(orderId: "ord_gone") { state } }',
    {},
    service('orders'),
  );
  expect(_reservation.state).toBe('CONFIRMED');
});

test('an order cancelled while its hold was on the way holds nothing when the call arrives', async () => {
  const { variantId } = await t.stocked(2);
  await t.cancelled('ord_late');
  expect((await t.reserve('ord_late', [{ variantId, quantity: 1 }])).reservation).toMatchObject({
    state: 'RELEASED',
    lines: [],
  });
  expect((await t.stock(variantId)).reserved).toBe(0);
});

test('the sweeper frees old holds of unknown and cancelled orders, and leaves all others', async () => {
  const { variantId } = await t.stocked(10);
  const past = new Date(Date.now() - 3_600_000);
  for (const order of ['unknown', 'cancelled', 'pending', 'paid', 'silent'])
    await t.reserve(`ord_${order}_sweep`, [{ variantId, quantity: 1 }], past);
  await t.reserve('ord_young_sweep', [{ variantId, quantity: 1 }], new Date(Date.now() - 300_000));
  orders
    .set('ord_cancelled_sweep', { status: 'CANCELLED' })
    .set('ord_pending_sweep', { status: 'PENDING' })
    .set('ord_paid_sweep', { status: 'PAID' });
  orders.set('ord_silent_sweep', new Error('away'));
  await t.runJob('sweep-reservations');
  await t.runJob('sweep-reservations');
  const state = async (order: string) =>
    (
      await t.ask(
        'query ($o: ID!) { _reservation(orderId: $o) { state } }',
        { o: `ord_${order}_sweep` },
        service('orders'),
      )
    )._reservation.state;
  expect(
    await Promise.all(['unknown', 'cancelled', 'pending', 'paid', 'silent', 'young'].map(state)),
  ).toEqual(['RELEASED', 'RELEASED', 'HELD', 'HELD', 'HELD', 'HELD']);
  expect((await t.stock(variantId)).reserved).toBe(4);
  expect((await t.verify()).filter((problem) => !problem.includes('should have ended'))).toEqual(
    [],
  );
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
