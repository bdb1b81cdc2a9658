import { OrderClaimed } from '@emporium/orders-events';
import { customer, guest } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pay, startPayments, type FakeOrder, type Payments } from '../payments.fixture.js';
import { paymentsOfOrders } from './payments-of-orders.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
beforeAll(async () => void ({ t, order } = await startPayments()));
afterAll(() => t.close());

const claimed = (orderId: string) =>
  t.deliver(OrderClaimed, {
    key: orderId,
    version: 3,
    data: { orderId, number: 'N-1', userId: 'usr_new', version: 3, status: 'PAID' },
  });
const sees = async (as: Parameters<typeof t.ctx>[0], orderId: string) =>
  (await paymentsOfOrders(t.ctx(as), [orderId]))[0]?.payments.length;

test('payments of a claimed guest order are the account’s to see, and the guest token’s no more', async () => {
  const { id } = order(null);
  await pay(t, id, 'tok_ok', { as: guest(id) });
  expect(await sees(guest(id), id)).toBe(1);
  expect(await sees(customer('usr_new'), id)).toBeUndefined();
  await claimed(id);
  expect(await sees(customer('usr_new'), id)).toBe(1);
  expect(await sees(guest(id), id)).toBeUndefined();
});

test('an attempt that read the order before it was claimed does not take it back', async () => {
  const { id } = order(null);
  await claimed(id);
  await pay(t, id, 'tok_ok', { as: guest(id) });
  expect(await sees(customer('usr_new'), id)).toBe(1);
  expect(await sees(guest(id), id)).toBeUndefined();
});
