import { customer, service } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { OrderStatus } from '../order/order-status.js';
import { query } from '../tables.js';
import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CANCEL, PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';

// A crash between two steps of the saga leaves rows and nothing else, so each test makes the rows
// and lets the process manager run.
let t: TestSubgraph<unknown>;
let shop: FakeShop;
beforeAll(async () => void ({ t, shop } = await startOrders()));
afterAll(() => t.close());
beforeEach(() => {
  shop.beforeReserve = async () => undefined;
  shop.variants.set('var_shirt', { price: 1_999, available: 100 });
});

const unavailable = async () => {
  throw new SubgraphUnavailableError('catalog', 'down');
};
const orders = () => query(t.ctx()).selectFrom('OrderRow').select(['id', 'status']);
const changeOrders = () => query(t.ctx()).updateTable('OrderRow');
const now = sql<Date>`now()`;
const due = () =>
  changeOrders().set({ nextCheckAt: now }).where('status', '=', 'PLACING').execute();

/** An order whose process died after the first commit. */
async function halfPlaced(version: number) {
  const cart = shop.cart({ var_shirt: 2 }, 'usr_half', version);
  shop.beforeReserve = unavailable;
  const variables = placeVariables(cart);
  const { errors } = await t.execute(PLACE, { variables, as: customer('usr_half') });
  expect(errors?.[0]?.extensions?.['code']).toBe('OPERATION_IN_PROGRESS');
  shop.beforeReserve = async () => undefined;
  const order = await orders().where('cartVersion', '=', version).executeTakeFirst();
  return {
    id: order!.id,
    repeat: async () =>
      (await t.execute(PLACE, { variables, as: customer('usr_half') })).data?.orderPlace,
  };
}
const eventsOf = async (id: string) =>
  (await t.published()).filter((e) => e.subject === id).map((e) => e.type);

test('killed before catalog was asked: the process manager places the order, the key gives it', async () => {
  const { id, repeat } = await halfPlaced(1);
  await due();
  await t.runJob('finish-placing');
  expect((await repeat()).order).toMatchObject({ id, status: 'PENDING', total: { minor: 3_998 } });
  expect(await eventsOf(id)).toEqual(['ORDER_CREATED']);
});

test('killed while catalog held the units: they are held once and the order is placed', async () => {
  const { id, repeat } = await halfPlaced(2);
  shop.reservations.set(id, { state: 'HELD', lines: [{ variantId: 'var_shirt', quantity: 2 }] });
  await due();
  await t.runJob('finish-placing');
  expect((await repeat()).order.status).toBe('PENDING');
  expect(shop.variants.get('var_shirt')!.available).toBe(100);
});

test('an order that is being placed is not there for anybody', async () => {
  const { id } = await halfPlaced(3);
  const staff = service('catalog');
  const seen = await t.execute(
    `query($id: ID!) { _order(id: $id) { id } orders(first: 100) { nodes { id } } }`,
    {
      variables: { id },
      as: staff,
    },
  );
  expect(seen.data?._order).toBeNull();
  expect(seen.data?.orders.nodes.map((o: { id: string }) => o.id)).not.toContain(id);
  expect(await eventsOf(id)).toEqual([]);
  await due();
  await t.runJob('finish-placing');
});

test('sold out meanwhile: the order is rejected with the reason and no trace outside', async () => {
  const { id, repeat } = await halfPlaced(4);
  shop.variants.set('var_shirt', { price: 1_999, available: 1 });
  await due();
  await t.runJob('finish-placing');
  expect(await repeat()).toMatchObject({
    order: null,
    userErrors: [{ code: 'INSUFFICIENT_STOCK', available: 1 }],
  });
  expect(await eventsOf(id)).toEqual([]);
});

test('no answer for too long: the order is given up and whatever is held is released', async () => {
  const { id, repeat } = await halfPlaced(5);
  shop.beforeReserve = unavailable;
  await due();
  await t.runJob('finish-placing');
  expect(await orders().where('id', '=', id).executeTakeFirst()).toMatchObject({
    status: 'PLACING',
  });
  await changeOrders()
    .set({ giveUpAt: sql<Date>`now() - interval '1 second'`, nextCheckAt: now })
    .where('id', '=', id)
    .execute();
  await t.runJob('finish-placing');
  expect(await repeat()).toMatchObject({ order: null, userErrors: [{ code: 'INVALID_INPUT' }] });
  expect(await eventsOf(id)).toEqual(['ORDER_CANCELLED']);
});

test('cancelled while being placed: recorded, and done when catalog has answered', async () => {
  const { id, repeat } = await halfPlaced(6);
  const { errors } = await t.execute(CANCEL, {
    as: customer('usr_half'),
    variables: { id, key: 'c' },
  });
  expect(errors?.[0]?.extensions?.['code']).toBe('OPERATION_IN_PROGRESS');
  await due();
  await t.runJob('finish-placing');
  expect((await repeat()).order.status).toBe('CANCELLED');
  expect(await eventsOf(id)).toEqual(['ORDER_CREATED', 'ORDER_CANCELLED']);
});

test('two process managers at once place an order once', async () => {
  const { id } = await halfPlaced(7);
  await due();
  const { advancePlacing } = await import('./advance-placing.js');
  await Promise.all([
    advancePlacing(t.ctx(service('orders')), id, 1_000),
    advancePlacing(t.ctx(service('orders')), id, 1_000),
  ]);
  expect(await eventsOf(id)).toEqual(['ORDER_CREATED']);
  // Catalog is a stand-in here, so its reservations are put into the state that its own consumer
  // would give them.
  for (const reservation of shop.reservations.values()) reservation.state = 'HELD';
  const cancelled = await orders().where('status', '=', OrderStatus.CANCELLED).execute();
  for (const order of cancelled) shop.reservations.get(order.id)!.state = 'RELEASED';
  expect(await t.verify()).toEqual([]);
});
