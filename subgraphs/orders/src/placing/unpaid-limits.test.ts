import { customer } from '@emporium/testing/principals';
import { registerMetrics } from '@emporium/platform/process-metrics';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OrderStatus } from '../order/order-status.js';
import { query } from '../tables.js';
import { PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
beforeAll(async () => {
  ({ t, shop } = await startOrders({
    UNPAID_ORDERS_MAX: '3',
    UNPAID_UNITS_MAX: '10',
    UNPAID_ORDERS_MAX_PER_IP: '5',
  }));
});
afterAll(() => t.close());

let count = 0;
async function place(
  guestEmail: string,
  {
    quantity = 1,
    ip = `192.0.2.${(count += 1)}`,
    user,
  }: { quantity?: number; ip?: string; user?: string } = {},
) {
  const cart = shop.cart({ var_sock: quantity }, user ?? null);
  const variables = placeVariables(
    cart,
    `key-${(count += 1)}`,
    user ? { cartId: null, guestEmail: null } : { guestEmail },
  );
  const { data } = await t.execute(PLACE, {
    variables,
    headers: { 'x-client-ip': ip },
    ...(user ? { as: customer(user) } : {}),
  });
  return data.orderPlace as {
    order: { id: string } | null;
    userErrors: { code: string; path: string[] }[];
  };
}
const refused = {
  order: null,
  userErrors: [{ code: 'TOO_MANY_UNPAID_ORDERS', path: ['input', 'cartId'] }],
};

test('one e-mail address holds units in so many unpaid orders and no more, all at once or one by one', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => place('Many@Example.test')));
  expect(answers.filter(({ order }) => order !== null)).toHaveLength(3);
  expect(await place('many@example.test')).toMatchObject(refused);
  expect((await place('other@example.test')).order).not.toBeNull();
});

test('one user neither', async () => {
  shop.users.set('usr_many', {
    id: 'usr_many',
    firstName: 'M',
    lastName: 'M',
    email: 'usr@example.test',
  });
  for (const _ of [1, 2, 3]) expect((await place('', { user: 'usr_many' })).order).not.toBeNull();
  expect(await place('', { user: 'usr_many' })).toMatchObject(refused);
});

test('several orders hold so many units, a single one may be larger', async () => {
  expect((await place('large@example.test', { quantity: 11 })).order).not.toBeNull();
  expect(await place('large@example.test')).toMatchObject(refused);
  expect((await place('small@example.test', { quantity: 6 })).order).not.toBeNull();
  expect(await place('small@example.test', { quantity: 5 })).toMatchObject(refused);
  expect((await place('small@example.test', { quantity: 4 })).order).not.toBeNull();
});

test.each([
  ['an IPv4 address', (n: number) => (n % 2 ? '198.51.100.7' : '::ffff:198.51.100.7')],
  ['a network of IPv6', (n: number) => (n % 2 ? `2001:db8:0:1::${n}` : `2001:0db8::1:0:0:0:${n}`)],
])('%s neither, whatever e-mail addresses it gives', async (name, ip) => {
  const from = (n: number) => place(`${name.replaceAll(' ', '')}${n}@example.test`, { ip: ip(n) });
  for (const n of [1, 2, 3, 4, 5]) expect((await from(n)).order).not.toBeNull();
  expect(await from(6)).toMatchObject(refused);
  expect(await from(7)).toMatchObject(refused);
});

test('what is scarce is held for a shorter time', async () => {
  const minutes = async () => {
    const { order } = await place(`scarce${(count += 1)}@example.test`);
    const { expiresAt, placedAt } = order as unknown as { expiresAt: string; placedAt: string };
    return Math.round((Date.parse(expiresAt) - Date.parse(placedAt)) / 60_000);
  };
  expect(await minutes()).toBe(30);
  shop.isScarce = true;
  expect(await minutes()).toBe(10);
  shop.isScarce = false;
});

test('metrics tell what is held without payment', async () => {
  const registry = t.runtime.metrics;
  registerMetrics(registry, [t.running as never], { groups: async () => [] });
  const text = await registry.metrics();
  const held = await query(t.running.systemCtx())
    .selectFrom('OrderRow')
    .select('id')
    .where('status', '=', OrderStatus.PENDING)
    .execute();
  expect(held.length).toBeGreaterThan(10);
  expect(text).toContain(`emporium_unpaid_orders ${held.length}\n`);
  expect(text).toMatch(/emporium_unpaid_units [1-9]\d+\n/);
});
