import { admin, customer, service } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { UserDeleted, UserUpdated } from '@emporium/users-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderLife } from '../order-life.fixture.js';
import { startOrders, type FakeShop } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  ({ t, shop } = await startOrders());
  life = orderLife(t, shop);
});
afterAll(() => t.close());

const asUsers = service('users');
const dataOf = async (id: string, as: Parameters<typeof t.execute>[1] = { as: asUsers }) => {
  const { data, errors } = await t.execute(
    'query ($id: ID!) { _ordersPersonData(userId: $id) { data next } }',
    { ...as, variables: { id } },
  );
  if (errors) return errors[0]?.extensions?.['code'];
  return { ...JSON.parse(data._ordersPersonData.data), next: data._ordersPersonData.next };
};
const remains = async (id: string) =>
  (
    await t.execute('query ($id: ID!) { _ordersPersonRemains(userId: $id) { left waits } }', {
      as: asUsers,
      variables: { id },
    })
  ).data._ordersPersonRemains;
const known = async (id: string) => {
  shop.users.set(id, {
    ...{ id, email: `${id}@example.test`, emailVerified: false, version: 1 },
    ...{ firstName: 'A', lastName: null, displayName: 'A' },
  });
  const data = { id, status: 'ACTIVE' as const, version: 1 };
  await t.deliver(UserUpdated, { key: id, version: 1, data });
};
const erase = (id: string) =>
  t.deliver(UserDeleted, { key: id, version: 5, data: { id, version: 5 } });

test('an export holds the orders of that person with all their parts, for users alone', async () => {
  const order = await life.paid({ var_shirt: 1 }, customer('usr_export'));
  await life.paid({ var_shirt: 1 }, customer('usr_another'));
  expect(await dataOf('usr_export')).toMatchObject({
    orders: [
      {
        id: order.id,
        currency: 'EUR',
        shippingAddress: { city: 'London' },
        lines: [{ quantity: 1, unitPrice: 1_999 }],
        history: [{ type: 'PLACED' }, { type: 'PAID' }],
        parcels: [],
        returns: [],
      },
    ],
    next: null,
  });
  expect(await dataOf('usr_nobody')).toEqual({ orders: [], next: null });
  expect(await dataOf('usr_export', { as: admin })).toBe('FORBIDDEN');
});

test('an erasure is told as open until it is handled, as waiting until the last order has left, then as done', async () => {
  const id = 'usr_leaves';
  await known(id);
  const order = await life.paid({ var_shirt: 1 }, customer(id));
  expect(await remains(id)).toEqual({ left: ['account', 'orders'], waits: [] });
  await erase(id);
  expect(await remains(id)).toEqual({
    left: [],
    waits: ['the address of an order that is still to be sent'],
  });
  await life.move(order.id, 'PROCESSING', 2);
  await life.move(order.id, 'SHIPPED', 3);
  expect(await remains(id)).toEqual({ left: [], waits: [] });
  expect(await t.verify()).toEqual([]);
});
