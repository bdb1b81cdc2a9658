import { OrderCancelled } from '@emporium/orders-events';
import { admin } from '@emporium/testing/principals';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  booked,
  buyer,
  eventsOf,
  pay,
  poll,
  REFUND,
  sendDueRefunds,
  startPayments,
  statuses,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';
import { ProviderUnavailableError } from '../provider/payment-provider.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
let refundsFail = false;
beforeAll(async () => {
  ({ t, order } = await startPayments((provider) => ({
    ...provider,
    // The worst kind of no answer: the money went back, but nobody says so.
    refund: async (request, timeoutMs) => {
      const result = await provider.refund(request, timeoutMs);
      if (refundsFail) throw new ProviderUnavailableError('cut');
      return result;
    },
  })));
});
afterAll(() => t.close());
beforeEach(() => void (refundsFail = false));

const refund = async (id: string, minor: number, key: string, as = admin, currency = 'EUR') =>
  (await t.execute(REFUND, { as, variables: { id, amount: { minor, currency }, key } })).data
    ?.paymentRefund;
const cancelled = (made: FakeOrder, version = 2, reason = 'CUSTOMER') => {
  made.status = 'CANCELLED';
  const data = {
    orderId: made.id,
    number: 'EM-1',
    userId: made.customer?.id ?? null,
    version,
    lines: [{ variantId: 'v', quantity: 1 }],
    reason,
    wasPaid: false,
  };
  return t.deliver(OrderCancelled, { key: made.id, version, data });
};

test('staff refund in parts, never more than was captured, once per key', async () => {
  const { id } = order();
  const { payment } = await pay(t, id, 'tok_ok');
  const first = await refund(payment.id, 999, 'r1');
  expect(first).toMatchObject({
    payment: { status: 'PARTIALLY_REFUNDED', refunded: { decimal: '9.99' } },
    userErrors: [],
  });
  expect(await refund(payment.id, 999, 'r1')).toEqual(first);
  expect((await refund(payment.id, 998, 'r1')).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
  expect((await refund(payment.id, 1_001, 'r2')).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['amount', 'minor'] },
  ]);
  const both = await Promise.all([
    refund(payment.id, 1_000, 'r3'),
    refund(payment.id, 1_000, 'r4'),
  ]);
  expect(both.map((answer) => answer.userErrors.length).sort()).toEqual([0, 1]);
  expect(await statuses(t, id)).toEqual(['REFUNDED']);
  expect(await booked(t, id)).toEqual(['charge 1999', 'refund 999', 'refund 1000']);
  expect(
    (await eventsOf(t, id)).map((e) => [
      e.aggregateversion,
      e.type,
      (e.data as { full?: boolean }).full,
    ]),
  ).toEqual([
    [1, 'PAYMENT_CREATED', undefined],
    [2, 'PAYMENT_REFUNDED', false],
    [3, 'PAYMENT_REFUNDED', true],
  ]);
});

test('refunds without sense, of strangers or by customers are refused', async () => {
  const { id } = order();
  const { payment } = await pay(t, id, 'tok_declined');
  expect((await refund(payment.id, 1, 'a')).userErrors).toMatchObject([
    { code: 'PAYMENT_NOT_ALLOWED' },
  ]);
  expect((await refund('pay_none', 1, 'b')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await refund(payment.id, 0, 'c')).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['amount', 'minor'] },
  ]);
  expect((await refund(payment.id, 1, 'd', admin, 'USD')).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['amount', 'currency'] },
  ]);
  const denied = await t.execute(REFUND, {
    as: buyer,
    variables: { id: payment.id, amount: { minor: 1, currency: 'EUR' }, key: 'e' },
  });
  expect(denied.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

test('a cancelled order gets its money back once, however often it is told', async () => {
  const made = order();
  await pay(t, made.id, 'tok_ok');
  await cancelled(made);
  await cancelled(made, 3, 'LATE_PAYMENT');
  await sendDueRefunds(t);
  await sendDueRefunds(t);
  expect(await statuses(t, made.id)).toEqual(['REFUNDED']);
  expect(await booked(t, made.id)).toEqual(['charge 1999', 'refund 1999']);
  expect((await pay(t, made.id, 'tok_ok')).userErrors).toMatchObject([
    { code: 'PAYMENT_NOT_ALLOWED' },
  ]);
});

test('what staff returned already is not returned again', async () => {
  const made = order();
  const { payment } = await pay(t, made.id, 'tok_ok');
  await refund(payment.id, 500, 'part');
  await cancelled(made);
  await sendDueRefunds(t);
  expect(await booked(t, made.id)).toEqual(['charge 1999', 'refund 500', 'refund 1499']);
});

test('money that arrives after the cancellation goes back', async () => {
  const made = order();
  expect((await pay(t, made.id, 'tok_error_then_charged')).payment.status).toBe('PENDING');
  await cancelled(made);
  await eventually(async () => {
    await poll(t);
    return (await statuses(t, made.id))[0] !== 'PENDING';
  });
  await sendDueRefunds(t);
  expect(await statuses(t, made.id)).toEqual(['REFUNDED']);
  expect((await eventsOf(t, made.id)).map((e) => e.type)).toEqual([
    'PAYMENT_CREATED',
    'PAYMENT_REFUNDED',
  ]);
});

test('an extra step still open when the order is cancelled is called off before money moves', async () => {
  const made = order();
  await pay(t, made.id, 'tok_requires_action');
  await cancelled(made);
  await poll(t);
  expect(await statuses(t, made.id)).toEqual(['FAILED']);
  expect(await booked(t, made.id)).toEqual([]);
});

test('a refund whose answer is lost is sent again and made once', async () => {
  const made = order();
  const { payment } = await pay(t, made.id, 'tok_ok');
  refundsFail = true;
  expect((await refund(payment.id, 1_999, 'lost')).payment.status).toBe('CAPTURED');
  await sendDueRefunds(t);
  refundsFail = false;
  await sendDueRefunds(t);
  expect(await statuses(t, made.id)).toEqual(['REFUNDED']);
  expect(await booked(t, made.id)).toEqual(['charge 1999', 'refund 1999']);
});

test('the invariants hold at the end', async () => {
  const made = order();
  await pay(t, made.id, 'tok_ok');
  expect(await t.verify()).toEqual([]);
});
