import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pay, startPayments, type FakeOrder, type Payments } from '../payments.fixture.js';
import { issue, redeem } from '../gift-card/gift-card.fixture.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { query } from '../tables.js';
import { paymentInvariants } from './payment-invariants.js';
import { providerInvariant } from './provider-invariant.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
let made: FakeOrder;
let cardId: string;
let paymentId: string;
let giftPaymentId: string;
beforeAll(async () => {
  ({ t, order } = await startPayments((p) => p, { PAYMENT_CAPTURE: 'at_fulfillment' }));
});
afterAll(() => t.close());
beforeEach(async () => {
  for (const table of ['GiftCardEntry', 'CaptureRow', 'RefundRow', 'PaymentRow'] as const)
    await query(t.ctx()).deleteFrom(table).execute();
  await query(t.ctx()).deleteFrom('GiftCardRow').execute();
  await query(t.ctx()).deleteFrom('IdempotencyRecord').execute();
  made = order();
  const { code, giftCard } = await issue(t, 800);
  cardId = giftCard.id;
  giftPaymentId = (await redeem(t, made.id, code, { minor: 500 })).payment.id;
  paymentId = (await pay(t, made.id, 'tok_ok')).payment.id;
});

const problems = async () =>
  (await Promise.all(paymentInvariants.map(({ run }) => run(t.ctx())))).flat();
const change = (id: string) => query(t.ctx()).updateTable('PaymentRow').where('id', '=', id);
const changeCard = () => query(t.ctx()).updateTable('GiftCardRow').where('id', '=', cardId);

test('a gift card and an authorised card beside each other violate nothing', async () => {
  expect(await problems()).toEqual([]);
});

test('I28: a balance that is not the sum of its ledger, and a payment without its row, are reported', async () => {
  await changeCard().set({ balance: 301 }).execute();
  expect(await problems()).toEqual([`gift card ${cardId} holds 301, its ledger says 300`]);
  await changeCard().set({ balance: 300, entryCount: 3 }).execute();
  expect(await problems()).toEqual([`gift card ${cardId} has 2 ledger rows of 3`]);
  await changeCard().set({ balance: 800, entryCount: 1 }).execute();
  await query(t.ctx()).deleteFrom('GiftCardEntry').where('kind', '=', 'REDEEMED').execute();
  expect(await problems()).toEqual([`payment ${giftPaymentId} took 500, its card gave 0`]);
});

test('I28: the database itself refuses a card below nothing', async () => {
  await expect(changeCard().set({ balance: -1 }).execute()).rejects.toThrow(/balance/);
});

test('I5: money that is not set aside any more, and more than the order costs, are reported', async () => {
  const { authorizationExpiresAt } = await change(paymentId)
    .set({ authorizationExpiresAt: sql<Date>`now() - interval '1 minute'` })
    .returning('authorizationExpiresAt')
    .executeTakeFirstOrThrow();
  expect(await problems()).toEqual([
    `payment ${paymentId} is AUTHORIZED, its money was free again at ${authorizationExpiresAt!.toISOString()}`,
  ]);
  await change(paymentId).set({ authorizationExpiresAt: null }).execute();
  await query(t.ctx())
    .updateTable('Payable')
    .set({ total: 1_998 })
    .where('orderId', '=', made.id)
    .execute();
  expect(await problems()).toEqual([`order ${made.id} over 1998 keeps 1999`]);
  await query(t.ctx()).updateTable('Payable').set({ total: 1_900 }).execute();
  const back = { id: 'ref_1', paymentId: giftPaymentId, amount: 1, currency: 'EUR' };
  await query(t.ctx())
    .insertInto('RefundRow')
    .values({ ...back, automatic: false, providerKey: 'ref_1', status: 'SUCCEEDED' })
    .execute();
  await change(giftPaymentId)
    .set({ refunded: 1, status: PaymentStatus.PARTIALLY_REFUNDED })
    .execute();
  expect(await problems()).toContain(`order ${made.id} over 1900 keeps 1998`);
});

test('I5: money without a provider that a cancelled order keeps is reported, until a refund of all of it waits', async () => {
  const transferred = order();
  const { payment } = await pay(t, transferred.id, 'tok_ok');
  await change(payment.id)
    .set({ kind: 'OFFLINE', status: PaymentStatus.CAPTURED, captured: 1_999 })
    .execute();
  await query(t.ctx())
    .updateTable('Payable')
    .set({ cancelled: true })
    .where('orderId', '=', transferred.id)
    .execute();
  const kept = [`payment ${payment.id} of cancelled order ${transferred.id} is CAPTURED`];
  expect(await problems()).toEqual(kept);
  const refund = { paymentId: payment.id, currency: 'EUR', automatic: true };
  await query(t.ctx())
    .insertInto('RefundRow')
    .values({ ...refund, id: 'ref_1', providerKey: 'ref_1', amount: 1_998 })
    .execute();
  expect(await problems()).toEqual(kept);
  await query(t.ctx())
    .insertInto('RefundRow')
    .values({ ...refund, id: 'ref_2', providerKey: 'ref_2', amount: 1 })
    .execute();
  expect(await problems()).toEqual([]);
});

test('I5 and I6: a capture that was never sent, and captures that are not what was captured, are reported', async () => {
  const capture = { id: 'cap_1', paymentId, amount: 100, reason: 'test', providerKey: 'c1' };
  await query(t.ctx())
    .insertInto('CaptureRow')
    .values({ ...capture, createdAt: sql<Date>`now() - interval '6 minutes'` })
    .execute();
  expect(await problems()).toEqual(['capture cap_1 is PENDING']);
  await query(t.ctx()).updateTable('CaptureRow').set({ status: 'SUCCEEDED' }).execute();
  expect(await problems()).toEqual([`payment ${paymentId} has captured 0, captures say 100`]);
});

test("I6: what we say is captured and the provider's books do not is reported", async () => {
  const about = async () =>
    (await providerInvariant.run(t.ctx())).filter((text) => text.includes(paymentId));
  expect(await about()).toEqual([]);
  await change(paymentId).set({ captured: 5 }).execute();
  expect(await about()).toEqual([`payment ${paymentId} is captured here, not at the provider`]);
});
