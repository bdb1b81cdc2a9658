import { admin, supervisor } from '@emporium/testing/principals';
import {
  FulfillmentChanged,
  OrderRefundRequested,
  OrderStatusChanged,
} from '@emporium/orders-events';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancel } from '../gift-card/gift-card.fixture.js';
import { paymentInvariants } from '../invariants/payment-invariants.js';
import { providerInvariant } from '../invariants/provider-invariant.js';
import {
  buyer,
  eventsOf,
  pay,
  poll,
  sendDueRefunds,
  startPayments,
  statuses,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';
import { query } from '../tables.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
beforeAll(async () => {
  ({ t, order } = await startPayments((p) => p, { PAYMENT_CAPTURE: 'at_fulfillment' }));
});
afterAll(async () => {
  for (const { run } of [...paymentInvariants, providerInvariant])
    expect(await run(t.ctx())).toEqual([]);
  await t.close();
});

const step = async (
  mutation: 'paymentCapture' | 'paymentVoid',
  paymentId: string,
  { minor, key = randomUUID(), as = admin }: { minor?: number; key?: string; as?: object } = {},
) => {
  const args = mutation === 'paymentCapture' ? ', $amount: MoneyInput' : '';
  const pass = mutation === 'paymentCapture' ? ', amount: $amount' : '';
  const { data, errors } = await t.execute(
    `mutation($id: ID!, $key: ID!${args}) { ${mutation}(paymentId: $id, idempotencyKey: $key${pass}) { payment { status captured { minor } refunded { minor } } userErrors { ... on UserError { code } } } }`,
    {
      variables: {
        id: paymentId,
        key,
        ...(minor === undefined ? {} : { amount: { minor, currency: 'EUR' } }),
      },
      as: as as never,
    },
  );
  return data?.[mutation] ?? errors;
};
const shipped = async (made: FakeOrder) => {
  const data = {
    orderId: made.id,
    number: 'EM-1',
    userId: 'usr_buyer',
    version: 3,
    from: 'PROCESSING' as const,
    to: 'SHIPPED' as const,
    at: new Date().toISOString(),
  };
  await t.deliver(OrderStatusChanged, { key: made.id, version: 3, data });
  await t.published();
  await t.runJob('send-captures');
};
const typesOf = async ({ id }: FakeOrder) => (await eventsOf(t, id)).map(({ type }) => type);
const taken = async ({ id }: FakeOrder) =>
  (await t.running.services.provider.log!())
    .filter(
      ({ orderRef, op, status }) => orderRef === id && op !== 'charge' && status === 'succeeded',
    )
    .map(({ op, amount }) => `${op} ${amount}`);

test('a card is only authorised; shipping takes the money, once', async () => {
  const made = order();
  expect(await pay(t, made.id, 'tok_ok')).toMatchObject({ payment: { status: 'AUTHORIZED' } });
  expect((await pay(t, made.id, 'tok_ok')).userErrors).toMatchObject([
    { code: 'PAYMENT_NOT_ALLOWED' },
  ]);
  expect(await taken(made)).toEqual([]);
  await shipped(made);
  await shipped(made);
  expect(await taken(made)).toEqual(['capture 1999']);
  expect(await statuses(t, made.id)).toEqual(['CAPTURED']);
  expect(await typesOf(made)).toEqual(['PAYMENT_AUTHORIZED', 'PAYMENT_CAPTURED']);
});

test('a capture goes to the provider under a key that every provider takes, whatever the caller chose', async () => {
  const { payment } = await pay(t, order().id, 'tok_ok');
  expect(await step('paymentCapture', payment.id, { key: 'ü'.repeat(200) })).toMatchObject({
    payment: { status: 'CAPTURED' },
  });
  const { providerKey } = await query(t.ctx())
    .selectFrom('CaptureRow')
    .select('providerKey')
    .where('paymentId', '=', payment.id)
    .executeTakeFirstOrThrow();
  // It travels in a header; Stripe takes 255 characters.
  expect(providerKey).toMatch(/^[\x21-\x7e]{1,255}$/);
});

test('staff take parts, each key once, never more than was set aside; refunds stay within what was taken', async () => {
  const made = order();
  const { payment } = await pay(t, made.id, 'tok_ok');
  for (const as of [buyer, supervisor])
    expect(await step('paymentCapture', payment.id, { as })).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
  const first = await step('paymentCapture', payment.id, { minor: 500, key: 'c1' });
  expect(first).toMatchObject({ payment: { status: 'AUTHORIZED', captured: { minor: 500 } } });
  expect(await step('paymentCapture', payment.id, { minor: 500, key: 'c1' })).toEqual(first);
  expect(await step('paymentCapture', payment.id, { minor: 1_500 })).toMatchObject({
    userErrors: [{ code: 'INVALID_INPUT' }],
  });
  expect(await step('paymentCapture', payment.id)).toMatchObject({
    payment: { status: 'CAPTURED', captured: { minor: 1_999 } },
  });
  expect(await taken(made)).toEqual(['capture 500', 'capture 1499']);
  expect(await typesOf(made)).toEqual([
    'PAYMENT_AUTHORIZED',
    'PAYMENT_CAPTURED',
    'PAYMENT_CAPTURED',
  ]);
});

test('a cancelled order releases what is set aside and returns what was taken', async () => {
  const untouched = order();
  await pay(t, untouched.id, 'tok_ok');
  await cancel(t, untouched);
  await poll(t);
  expect(await statuses(t, untouched.id)).toEqual(['VOIDED']);
  expect(await taken(untouched)).toEqual([]);
  const partly = order();
  const { payment } = await pay(t, partly.id, 'tok_ok');
  await step('paymentCapture', payment.id, { minor: 500 });
  await cancel(t, partly);
  await poll(t);
  await sendDueRefunds(t);
  expect(await taken(partly)).toEqual(['capture 500', 'refund 500']);
  expect(await statuses(t, partly.id)).toEqual(['REFUNDED']);
});

test('money that is set aside after the cancellation is released', async () => {
  const made = order();
  await pay(t, made.id, 'tok_timeout_after_charge');
  await cancel(t, made);
  await poll(t);
  await poll(t);
  expect(await statuses(t, made.id)).toEqual(['VOIDED']);
});

test('staff cannot give up money that an order needs, only the rest of one that was taken in part', async () => {
  const made = order();
  const { payment } = await pay(t, made.id, 'tok_ok');
  expect(await step('paymentVoid', payment.id)).toMatchObject({
    payment: { status: 'AUTHORIZED' },
    userErrors: [{ code: 'PAYMENT_NOT_ALLOWED' }],
  });
  await step('paymentCapture', payment.id, { minor: 500 });
  expect(await step('paymentVoid', payment.id)).toMatchObject({
    payment: { status: 'CAPTURED', captured: { minor: 500 } },
    userErrors: [],
  });
  expect(await typesOf(made)).toEqual(['PAYMENT_AUTHORIZED', 'PAYMENT_CAPTURED', 'PAYMENT_VOIDED']);
  expect(await step('paymentCapture', payment.id)).toMatchObject({
    userErrors: [{ code: 'PAYMENT_NOT_ALLOWED' }],
  });
});

test('a parcel takes its part, and what orders wants back of money that is only set aside is never taken', async () => {
  const made = order();
  await pay(t, made.id, 'tok_ok');
  const about = { orderId: made.id, number: 'EM-1', userId: 'usr_buyer' };
  const money = (minor: number) => ({ minor, currency: 'EUR' });
  const parcel = {
    ...about,
    version: 1,
    fulfillmentId: 'ful_1',
    change: 'CREATED' as const,
    lines: [{ variantId: 'v', quantity: 1 }],
    amount: money(700),
  };
  await t.deliver(FulfillmentChanged, { key: 'ful_1', version: 1, data: parcel });
  await t.deliver(OrderRefundRequested, {
    key: made.id,
    version: 3,
    data: {
      ...about,
      version: 3,
      refundId: 'orf_1',
      amount: money(300),
      shipping: money(0),
      reason: 'LINES_CANCELLED',
      returnId: null,
      lines: [],
    },
  });
  await t.published();
  await t.runJob('send-captures');
  expect(await taken(made)).toEqual(['capture 700']);
  await shipped(made);
  await poll(t);
  await sendDueRefunds(t);
  expect(await taken(made)).toEqual(['capture 700', 'capture 999']);
  expect(await statuses(t, made.id)).toEqual(['CAPTURED']);
  expect(await typesOf(made)).toEqual([
    'PAYMENT_AUTHORIZED',
    'PAYMENT_CAPTURED',
    'PAYMENT_CAPTURED',
    'PAYMENT_VOIDED',
  ]);
});
