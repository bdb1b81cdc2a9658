import { OrderRefundRequested } from '@emporium/orders-events';
import { admin, customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  booked,
  eventsOf,
  pay,
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

const money = (minor: number) => ({ minor, currency: 'EUR' });
/** A paid order over 19.99 that staff made dearer. */
async function dearer(by: number): Promise<FakeOrder> {
  const made = order();
  await pay(t, made.id, 'tok_ok');
  return Object.assign(made, { status: 'PAID', total: money(1_999 + by), round: 1 });
}
const giveBack = (made: FakeOrder, refundId: string, minor: number) =>
  t.deliver(OrderRefundRequested, {
    key: made.id,
    version: 9,
    data: {
      orderId: made.id,
      number: 'EM-1',
      userId: null,
      version: 9,
      refundId,
      amount: money(minor),
      shipping: money(0),
      reason: 'EDITED',
      returnId: null,
      lines: [],
    },
  });

test('what a change made dearer is charged once, and the order hears how much is covered', async () => {
  const made = await dearer(500);
  const first = await pay(t, made.id, 'tok_ok', { key: 'rest' });
  expect(first.payment.amount.minor).toBe(500);
  expect((await pay(t, made.id, 'tok_ok', { key: 'rest' })).payment.id).toBe(first.payment.id);
  const again = await pay(t, made.id, 'tok_ok');
  expect(again.userErrors).toMatchObject([{ code: 'PAYMENT_NOT_ALLOWED' }]);
  expect(await booked(t, made.id)).toEqual(['charge 1999', 'charge 500']);
  const covered = (await eventsOf(t, made.id)).map(
    (e) => (e.data as { covered?: { minor: number } }).covered?.minor,
  );
  expect(covered).toEqual([1_999, 2_499]);
  expect(await t.verify()).toEqual([]);
});

test('a paid order that was not changed cannot be paid again, nor one that was sent', async () => {
  const made = await dearer(500);
  made.round = 0;
  expect((await pay(t, made.id, 'tok_ok')).userErrors).toMatchObject([
    { code: 'PAYMENT_NOT_ALLOWED' },
  ]);
  Object.assign(made, { round: 1, status: 'SHIPPED' });
  expect((await pay(t, made.id, 'tok_ok')).userErrors).toMatchObject([
    { code: 'PAYMENT_NOT_ALLOWED' },
  ]);
  expect(await booked(t, made.id)).toEqual(['charge 1999']);
});

test('staff pay the rest for the buyer, other people do not', async () => {
  const made = await dearer(300);
  const eve = await pay(t, made.id, 'tok_ok', { as: customer('usr_eve') });
  expect(eve.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await pay(t, made.id, 'tok_ok', { as: admin })).userErrors).toEqual([]);
  expect(await booked(t, made.id)).toEqual(['charge 1999', 'charge 300']);
});

test('what a change made cheaper goes back, told with the wish that it follows', async () => {
  const made = await dearer(500);
  await pay(t, made.id, 'tok_ok');
  await giveBack(made, 'orf_edit_1', 2_100);
  await sendDueRefunds(t);
  await sendDueRefunds(t);
  expect(await statuses(t, made.id)).toEqual(['REFUNDED', 'PARTIALLY_REFUNDED']);
  const refunded = (await eventsOf(t, made.id)).filter(({ type }) => type === 'PAYMENT_REFUNDED');
  expect(refunded.map(({ data }) => data)).toMatchObject([
    { requestId: 'orf_edit_1' },
    { requestId: 'orf_edit_1' },
  ]);
  expect(await t.verify()).toEqual([]);
});

test('I5: two charges within one round are reported', async () => {
  const made = await dearer(500);
  const { payment } = await pay(t, made.id, 'tok_ok');
  await sendDueRefunds(t);
  await query(t.ctx())
    .updateTable('PaymentRow')
    .set({ round: 0, status: 'REFUNDED' as never, captured: 0, amount: 0 })
    .where('id', '=', payment.id)
    .execute();
  expect(await t.verify()).toContain(`I5: order ${made.id} has 2 charges`);
});
