import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PaymentStatus } from '../payment/payment-status.js';
import {
  pay,
  REFUND,
  startPayments,
  statuses,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';
import type { ProviderLogEntry } from '../provider/payment-provider.js';
import { query } from '../tables.js';
import { admin } from '@emporium/testing/principals';
import { reconcilePayments } from './reconcile-payments.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
/** What the provider's books show beside what they have. */
let more: ProviderLogEntry[] = [];
let hidden: (entry: ProviderLogEntry) => boolean = () => false;
beforeAll(async () => {
  ({ t, order } = await startPayments((provider) => ({
    ...provider,
    log: async () => [...(await provider.log!()).filter((entry) => !hidden(entry)), ...more],
  })));
});
afterAll(() => t.close());
beforeEach(() => {
  more = [];
  hidden = () => false;
});

const run = async (apply = false) => {
  const lines: { text: string; failed?: boolean }[] = [];
  for await (const line of reconcilePayments.run(t.ctx(), { apply }))
    lines.push(line as (typeof lines)[number]);
  const result = lines.pop()!;
  return { lines: lines.map(({ text }) => text), failed: result.failed, text: result.text };
};
const paid = async () => {
  const { id } = order();
  const { payment } = await pay(t, id, 'tok_ok');
  return { id, paymentId: payment.id as string };
};
const chargeOf = async (orderId: string) =>
  (await t.running.services.provider.log!()).find(({ orderRef }) => orderRef === orderId)!;

test('books that say the same differ in nothing', async () => {
  const { paymentId } = await paid();
  await t.execute(REFUND, {
    as: admin,
    variables: { id: paymentId, amount: { minor: 5, currency: 'EUR' }, key: 'same' },
  });
  expect(await run()).toMatchObject({ lines: [], failed: false });
});

test('a charge whose answer was lost is found, and asking mends it', async () => {
  const { id } = order();
  await pay(t, id, 'tok_timeout_after_charge');
  const found = await run();
  expect(found).toMatchObject({
    failed: true,
    lines: [expect.stringMatching(/^FOUND .*\(PENDING\)/)],
  });
  expect(await statuses(t, id)).toEqual(['PENDING']);
  expect(await run(true)).toMatchObject({
    failed: false,
    lines: [expect.stringMatching(/^MENDED/)],
  });
  expect(await statuses(t, id)).toEqual(['CAPTURED']);
  expect(await run()).toMatchObject({ failed: false });
});

test('a refund that was made at the provider is written down, once', async () => {
  const { id, paymentId } = await paid();
  const { ref } = await chargeOf(id);
  const amount = { minor: 700, currency: 'EUR' };
  await t.running.services.provider.refund({ key: 'by hand', ref, amount }, 1_000);
  expect((await run()).lines).toEqual([expect.stringMatching(/^FOUND .*over 700 is unknown here/)]);
  expect(await run(true)).toMatchObject({ failed: false });
  expect(await run(true)).toMatchObject({ failed: false, lines: [] });
  const row = await query(t.ctx())
    .selectFrom('PaymentRow')
    .select(['refunded', 'status'])
    .where('id', '=', paymentId)
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ refunded: 700, status: PaymentStatus.PARTIALLY_REFUNDED });
});

test('what a person has to look at is told and left as it is: unknown here, unknown there, other amounts', async () => {
  const { id, paymentId } = await paid();
  const charge = await chargeOf(id);
  more = [{ ...charge, key: 'ord_lost:1', ref: 'ch_lost', orderRef: 'ord_lost' }];
  expect(await run(true)).toMatchObject({
    failed: true,
    lines: [expect.stringMatching(/^OPEN .*ch_lost of order ord_lost .*unknown here/)],
  });
  more = [];
  hidden = ({ orderRef }) => orderRef === id;
  expect(await run(true)).toMatchObject({
    failed: true,
    lines: [expect.stringContaining(`${paymentId} over 1999 EUR is CAPTURED here and unknown`)],
  });
  more = [{ ...charge, amount: 2_500 }];
  expect(await run(true)).toMatchObject({
    failed: true,
    lines: [
      expect.stringMatching(/1999 of 1999 EUR captured here \(CAPTURED\), the provider has 2500/),
    ],
  });
});
