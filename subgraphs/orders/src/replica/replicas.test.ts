import { ProductDeleted, ProductUpdated, type ProductData } from '@emporium/catalog-events';
import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { eventually } from '@emporium/testing/eventually';
import { customer } from '@emporium/testing/principals';
import { UserDeleted, UserUpdated } from '@emporium/users-events';
import { query } from '../tables.js';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
beforeAll(async () => void ({ t, shop } = await startOrders({ EVENT_MAX_ATTEMPTS: '3' })));
afterAll(() => t.close());

/** What users would answer from now on, and the event that says so. */
const user = (version: number, email: string) => {
  shop.users.set('usr_r', {
    id: 'usr_r',
    email,
    firstName: 'Rita',
    lastName: null,
    displayName: 'rita',
    version,
  });
  return t.deliver(UserUpdated, {
    key: 'usr_r',
    version,
    data: { id: 'usr_r', status: 'ACTIVE', version },
  });
};
const at = new Date(0).toISOString();
const product = (version: number, name: string): ProductData => ({
  id: 'prod_r',
  sku: 'S',
  slug: 's',
  name,
  description: null,
  isActive: true,
  attributes: [],
  categories: [],
  images: [],
  version,
  createdAt: at,
  updatedAt: at,
  variants: ['var_shirt', 'var_sock'].map((id, position) => ({
    id,
    sku: id,
    name: id,
    position,
    options: [],
    attributes: [],
    price: { minor: 1, currency: 'EUR' },
    compareAtPrice: null,
    barcode: null,
    weightGrams: null,
    available: 1,
    stockVersion: 1,
    version: 1,
  })),
});
const replicas = () =>
  query(t.ctx()).selectFrom('DenormalizedProduct').selectAll().where('id', '=', 'prod_r').execute();
const users = () =>
  query(t.ctx()).selectFrom('DenormalizedUser').selectAll().where('id', '=', 'usr_r').execute();

test('late and repeated events change nothing, and a deleted product does not come back', async () => {
  const event = (version: number, name: string) =>
    t.deliver(ProductUpdated, { key: 'prod_r', version, data: product(version, name) });
  await event(2, 'new');
  await event(1, 'old');
  await event(2, 'again');
  expect(await replicas()).toMatchObject([
    { version: 2, name: 'new', variantIds: ['var_shirt', 'var_sock'] },
  ]);
  await t.deliver(ProductDeleted, { key: 'prod_r', version: 4, data: product(4, 'gone') });
  await event(3, 'late');
  expect(await replicas()).toMatchObject([{ version: 4, deleted: true, name: null }]);
});

test('an order takes its contact from the replica and its product from the reservation', async () => {
  await user(1, 'rita@example.test');
  const cart = shop.cart({ var_shirt: 1 }, 'usr_r');
  const { data } = await t.execute(PLACE, {
    as: customer('usr_r'),
    variables: placeVariables(cart),
  });
  expect(data?.orderPlace.order.contact).toEqual({ name: 'Rita', email: 'rita@example.test' });
  // Asked by the event, not by the order.
  expect(shop.userCalls).toBe(1);
  const id = data?.orderPlace.order.id;
  const lines = await query(t.ctx())
    .selectFrom('OrderLineRow')
    .select('productId')
    .where('orderId', '=', id)
    .execute();
  expect(lines).toEqual([{ productId: 'prod_var_shirt' }]);
});

test('while users is away the event of a user waits, however often it fails, and nothing is buried', async () => {
  const failures: number[] = [];
  shop.beforeUser = async () => {
    failures.push(failures.length);
    throw new SubgraphUnavailableError('users', 'down');
  };
  shop.users.set('usr_w', {
    id: 'usr_w',
    email: 'w@example.test',
    firstName: null,
    lastName: null,
    displayName: 'W',
    version: 1,
  });
  const delivered = t.deliver(UserUpdated, {
    key: 'usr_w',
    version: 1,
    data: { id: 'usr_w', status: 'ACTIVE', version: 1 },
  });
  // Once more than a failure of the event itself would be tried.
  await eventually(() => expect(failures.length).toBeGreaterThan(t.config.eventMaxAttempts));
  shop.beforeUser = async () => undefined;
  await delivered;
  const stored = await query(t.ctx())
    .selectFrom('DenormalizedUser')
    .select('email')
    .where('id', '=', 'usr_w')
    .execute();
  expect(stored).toEqual([{ email: 'w@example.test' }]);
  expect(await t.runtime.bus.deadLetters('orders-replicas', { first: 1 })).toEqual([]);
});

test('an event of the former version, which carried names, is understood', async () => {
  shop.users.set('usr_v1', {
    id: 'usr_v1',
    email: 'now@example.test',
    firstName: null,
    lastName: null,
    displayName: 'V',
    version: 4,
  });
  const data = {
    id: 'usr_v1',
    email: 'then@example.test',
    firstName: 'V',
    lastName: null,
    displayName: 'V',
    status: 'ACTIVE',
    version: 3,
  };
  const envelope = {
    specversion: '1.0',
    id: 'evt_v1',
    type: 'USER_UPDATED',
    source: '/emporium/users',
    subject: 'usr_v1',
    time: at,
  };
  await t.deliverRaw(
    'auth_events',
    'usr_v1',
    JSON.stringify({ ...envelope, aggregateversion: 3, schemaversion: 1, data }),
  );
  const stored = await query(t.ctx())
    .selectFrom('DenormalizedUser')
    .select(['email', 'version'])
    .where('id', '=', 'usr_v1')
    .execute();
  expect(stored).toEqual([{ email: 'now@example.test', version: 4 }]);
});

test('an erased user leaves no personal value, the books stay', async () => {
  await t.deliver(UserDeleted, { key: 'usr_r', version: 5, data: { id: 'usr_r', version: 5 } });
  await user(4, 'late@example.test');
  expect(await users()).toMatchObject([{ version: 5, deleted: true, email: null, name: null }]);
  // What may still be sent knows where it goes until its time is over.
  await query(t.ctx())
    .updateTable('OrderRow')
    .set({ expiresAt: new Date(0) })
    .execute();
  await t.runJob('expire-orders');
  const orders = await query(t.ctx()).selectFrom('OrderRow').selectAll().execute();
  const text = JSON.stringify([
    orders,
    await query(t.ctx()).selectFrom('OrderHistoryRow').selectAll().execute(),
  ]);
  for (const trace of ['Rita', 'rita@', 'Lovelace', 'usr_r', 'Main Street'])
    expect(text).not.toContain(trace);
  // A token that still works for a moment, or an order on its way when the event came.
  const { data } = await t.execute(PLACE, {
    as: customer('usr_r'),
    variables: placeVariables(shop.cart({ var_shirt: 1 }, 'usr_r')),
  });
  expect(data?.orderPlace).toMatchObject({ order: null, userErrors: [{ code: 'NOT_FOUND' }] });
  expect(
    await query(t.ctx())
      .selectFrom('OrderRow')
      .select('id')
      .where('userId', '=', 'usr_r')
      .execute(),
  ).toEqual([]);
  expect(orders[0]).toMatchObject({
    status: 'CANCELLED',
    contactEmail: null,
    shippingAddress: null,
  });
});
