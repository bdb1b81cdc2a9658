import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PaymentStatus } from '../payment/payment-status.js';
import { pay, startPayments, type FakeOrder, type Payments } from '../payments.fixture.js';
import { query } from '../tables.js';
import { paymentInvariants } from './payment-invariants.js';
import { providerInvariant } from './provider-invariant.js';

let t: Payments;
let order: () => FakeOrder;
let made: FakeOrder;
let paymentId: string;

beforeAll(async () => {
  ({ t, order } = await startPayments());
});
afterAll(() => t.close());
beforeEach(async () => {
  await query(t.ctx()).deleteFrom('RefundRow').execute();
  await query(t.ctx()).deleteFrom('PaymentRow').execute();
  await query(t.ctx()).deleteFrom('IdempotencyRecord').execute();
  made = order();
  paymentId = (await pay(t, made.id, 'tok_ok')).payment.id;
  made.status = 'PAID';
});

const changePayment = () => query(t.ctx()).updateTable('PaymentRow').where('id', '=', paymentId);
const changeRefund = () => query(t.ctx()).updateTable('RefundRow').where('id', '=', 'ref_1');
const problemsOf = (id: string) =>
  paymentInvariants.find((invariant) => invariant.id === id)!.run(t.ctx());
const SIX_MINUTES_AGO = sql<Date>`now() - interval '6 minutes'`;
const addRefund = (status: 'SUCCEEDED' | 'FAILED') =>
  query(t.ctx())
    .insertInto('RefundRow')
    .values({
      id: 'ref_1',
      paymentId,
      amount: 999,
      currency: 'EUR',
      automatic: true,
      status,
      providerKey: 'r1',
    })
    .execute();

test('a sound payment violates nothing', async () => {
  for (const { id } of paymentInvariants) expect(await problemsOf(id)).toEqual([]);
});

test('I5: kept money of a cancelled order, a second charge and an outcome nobody knows are reported', async () => {
  await query(t.ctx())
    .updateTable('Payable')
    .set({ cancelled: true })
    .where('orderId', '=', made.id)
    .execute();
  expect(await problemsOf('I5')).toEqual([
    `payment ${paymentId} of cancelled order ${made.id} is CAPTURED`,
  ]);
  await changePayment().set({ status: PaymentStatus.REFUNDED }).execute();
  const second = {
    id: 'pay_2',
    orderId: made.id,
    attempt: 2,
    amount: 1,
    currency: 'EUR',
    provider: 'test',
    providerKey: 'k2',
  };
  await query(t.ctx())
    .insertInto('PaymentRow')
    .values({ ...second, status: PaymentStatus.REFUNDED, capturedAt: new Date() })
    .execute();
  expect(await problemsOf('I5')).toEqual([`order ${made.id} has 2 charges`]);
  const { createdAt } = await query(t.ctx())
    .updateTable('PaymentRow')
    .set({ status: PaymentStatus.REQUIRES_ACTION, capturedAt: null, createdAt: SIX_MINUTES_AGO })
    .where('id', '=', 'pay_2')
    .returning('createdAt')
    .executeTakeFirstOrThrow();
  expect(await problemsOf('I5')).toEqual([
    `outcome of payment pay_2 is unknown since ${createdAt.toISOString()}`,
  ]);
});

test('I5: an automatic refund that failed, and any that was never sent, are reported', async () => {
  await addRefund('FAILED');
  expect(await problemsOf('I5')).toEqual(['refund ref_1 is FAILED']);
  await changeRefund().set({ automatic: false }).execute();
  expect(await problemsOf('I5')).toEqual([]);
  await changeRefund().set({ status: 'PENDING' }).execute();
  expect(await problemsOf('I5')).toEqual([]);
  await changeRefund().set({ createdAt: SIX_MINUTES_AGO }).execute();
  expect(await problemsOf('I5')).toEqual(['refund ref_1 is PENDING']);
});

test('I6: a sum that is not the one of the succeeded refunds is reported', async () => {
  await changePayment().set({ refunded: 1 }).execute();
  expect(await problemsOf('I6')).toEqual([`payment ${paymentId} has refunded 1, refunds say 0`]);
  await addRefund('SUCCEEDED');
  expect(await problemsOf('I6')).toEqual([`payment ${paymentId} has refunded 1, refunds say 999`]);
  await changeRefund().set({ status: 'FAILED' }).execute();
  await changePayment().set({ refunded: 0 }).execute();
  expect(await problemsOf('I6')).toEqual([]);
});

test('I8: a key without its payment is reported', async () => {
  await query(t.ctx())
    .updateTable('IdempotencyRecord')
    .set({ response: { paymentId: 'pay_missing' } })
    .execute();
  expect(await problemsOf('I8')).toEqual(['a key of paymentCreate names a missing payment']);
});

test("I6: what differs from the provider's books is reported, whichever side lacks it", async () => {
  const { providerKey } = await query(t.ctx())
    .selectFrom('PaymentRow')
    .select('providerKey')
    .where('id', '=', paymentId)
    .executeTakeFirstOrThrow();
  // Payments of the other tests are gone from our books, not from the provider's.
  const about = async () =>
    (await providerInvariant.run(t.ctx())).filter(
      (text) => text.includes(paymentId) || text.includes(providerKey),
    );
  expect(await about()).toEqual([]);
  await changePayment().set({ amount: 2_000 }).execute();
  expect(await about()).toEqual([`payment ${paymentId} differs from the charge at the provider`]);
  await changePayment()
    .set({ providerKey: `${paymentId}:other` })
    .execute();
  expect(await about()).toEqual([
    `the provider charged ${providerKey}, which we do not know`,
    `payment ${paymentId} is captured here, not at the provider`,
  ]);
});
