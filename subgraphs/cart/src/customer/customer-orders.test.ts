import { OrderCancelled, OrderClaimed, OrderCreated } from '@emporium/orders-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCartShop } from '../cart/cart-shop.fixture.js';
import { hasOrdered } from './has-ordered.js';
import { learnOrders } from './learn-orders.js';

let t: Awaited<ReturnType<typeof openCartShop>>['t'];
beforeAll(async () => void ({ t } = await openCartShop()));
afterAll(() => t.close());

let orders = 0;
const about = (version: number, userId: string | null, orderId = `ord_${orders}`) => ({
  key: orderId,
  version,
  data: { orderId, number: '1', userId, version, lines: [] },
});
const created = async (userId: string | null) => {
  orders++;
  const message = about(1, userId);
  const total = { minor: 900, currency: 'EUR' };
  const data = { ...message.data, total, expiresAt: '2030-01-01T00:00:00.000Z' };
  await t.deliver(OrderCreated, { ...message, data });
};
const cancelled = async (version: number, userId: string | null, reason: string) => {
  const message = about(version, userId);
  await t.deliver(OrderCancelled, {
    ...message,
    data: { ...message.data, reason, wasPaid: false },
  });
};

test('an order that never came to be does not count, although its end names no user', async () => {
  await created('usr_abandoned');
  expect(await hasOrdered(t.ctx(), 'usr_abandoned')).toBe(true);
  await cancelled(2, null, 'ABANDONED');
  expect(await hasOrdered(t.ctx(), 'usr_abandoned')).toBe(false);
});

test('an abandoned order whose later versions were lost does not count', async () => {
  await created('usr_lost');
  await cancelled(1, null, 'ABANDONED');
  expect(await hasOrdered(t.ctx(), 'usr_lost')).toBe(false);
});

test('orders of guests and late news of an older version change nothing', async () => {
  await created(null);
  await created('usr_back');
  await cancelled(2, 'usr_back', 'CUSTOMER');
  const late = about(1, 'usr_back');
  const total = { minor: 900, currency: 'EUR' };
  await t.deliver(OrderCreated, {
    ...late,
    data: { ...late.data, total, expiresAt: '2030-01-01T00:00:00.000Z' },
  });
  expect(await hasOrdered(t.ctx(), 'usr_back')).toBe(false);
});

test('what orders says replaces what cart knew when they were compared, and nothing newer', async () => {
  const learn = async (userId: string | null, isCancelled: boolean, seen: number | null) => {
    const order = { orderId: `ord_${orders}`, userId, version: 7, isCancelled, seen };
    for await (const _line of learnOrders.run(t.ctx(), { orders: [order] }));
  };
  await created(null);
  await learn('usr_learned', false, null);
  expect(await hasOrdered(t.ctx(), 'usr_learned')).toBe(true);
  await learn('usr_learned', true, null);
  await learn('usr_learned', true, 6);
  await learn(null, false, 6);
  expect(await hasOrdered(t.ctx(), 'usr_learned')).toBe(true);
  await learn('usr_learned', true, 7);
  expect(await hasOrdered(t.ctx(), 'usr_learned')).toBe(false);
  await learn('usr_other', false, 7);
  expect(await hasOrdered(t.ctx(), 'usr_other')).toBe(true);
  await learn(null, false, 7);
  expect(await hasOrdered(t.ctx(), 'usr_other')).toBe(false);
});

test('a claimed guest order counts for the account, unless it was cancelled', async () => {
  const claimed = async (userId: string, status: 'PAID' | 'CANCELLED') => {
    await created(null);
    const { key, version, data } = about(2, userId);
    await t.deliver(OrderClaimed, { key, version, data: { ...data, userId, status } });
  };
  await claimed('usr_claimed', 'PAID');
  expect(await hasOrdered(t.ctx(), 'usr_claimed')).toBe(true);
  await claimed('usr_claimed_late', 'CANCELLED');
  expect(await hasOrdered(t.ctx(), 'usr_claimed_late')).toBe(false);
});
