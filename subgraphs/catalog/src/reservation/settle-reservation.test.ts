import { service } from '@emporium/testing/principals';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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
