import { OrderCancelled, OrderRefundRequested } from '@emporium/orders-events';
import { admin } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  booked,
  pay,
  REFUND,
  sendDueRefunds,
  startPayments,
  statuses,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';
import { query } from '../tables.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
beforeAll(async () => void ({ t, order } = await startPayments()));
afterAll(() => t.close());

const money = (minor: number, currency = 'EUR') => ({ minor, currency });
const requested = (made: FakeOrder, refundId: string, minor: number, version: number) => {
  const about = { orderId: made.id, number: 'EM-1', userId: made.customer?.id ?? null, version };
  const lines = [{ orderLineId: 'line', variantId: 'v', quantity: 1, amount: money(minor) }];
  return t.deliver(OrderRefundRequested, {
    key: made.id,
    version,
    data: {
      ...about,
      refundId,
      amount: money(minor),
      shipping: money(0),
      reason: 'RETURNED',
      returnId: null,
      lines,
    },
  });
};

test('what orders asks for goes back once, however often it is told', async () => {
  const made = order();
  await pay(t, made.id, 'tok_ok');
  await requested(made, 'orf_1', 700, 3);
  await requested(made, 'orf_1', 700, 3);
  await requested(made, 'orf_2', 300, 4);
  await sendDueRefunds(t);
  await sendDueRefunds(t);
  expect(await statuses(t, made.id)).toEqual(['PARTIALLY_REFUNDED']);
  expect((await booked(t, made.id)).toSorted()).toEqual([
    'charge 1999',
    'refund 300',
    'refund 700',
  ]);
});

test('never more than is held goes back: what staff returned by hand counts', async () => {
  const made = order();
  const { payment } = await pay(t, made.id, 'tok_ok');
  await t.execute(REFUND, {
    as: admin,
    variables: { id: payment.id, amount: money(1_500), key: 'by-hand' },
  });
  await requested(made, 'orf_3', 1_000, 3);
  await sendDueRefunds(t);
  expect(await booked(t, made.id)).toEqual(['charge 1999', 'refund 1500', 'refund 499']);
  const request = query(t.ctx()).selectFrom('RefundRequestRow').select('placed');
  expect(await request.where('id', '=', 'orf_3').executeTakeFirst()).toEqual({ placed: 499 });
});

test('an order that is cancelled afterwards gets the rest back, and a late request nothing more', async () => {
  const made = order();
  await pay(t, made.id, 'tok_ok');
  await requested(made, 'orf_4', 400, 3);
  made.status = 'CANCELLED';
  const data = {
    orderId: made.id,
    number: 'EM-1',
    userId: made.customer?.id ?? null,
    version: 4,
    lines: [{ variantId: 'v', quantity: 1 }],
    reason: 'STAFF',
    wasPaid: true,
  };
  await t.deliver(OrderCancelled, { key: made.id, version: 4, data });
  await requested(made, 'orf_5', 400, 3);
  await sendDueRefunds(t);
  expect(await statuses(t, made.id)).toEqual(['REFUNDED']);
  expect((await booked(t, made.id)).toSorted()).toEqual([
    'charge 1999',
    'refund 1599',
    'refund 400',
  ]);
});

test('I6: a request that was not turned into a refund although money is held is reported', async () => {
  const made = order();
  await pay(t, made.id, 'tok_ok');
  expect(await t.verify()).toEqual([]);
  await query(t.ctx())
    .insertInto('RefundRequestRow')
    .values({ id: 'orf_6', orderId: made.id, amount: 5, currency: 'EUR', reason: 'planted' })
    .execute();
  expect(await t.verify()).toEqual(['I6: 5 of refund orf_6 are held and were not returned']);
});
