import { randomUUID } from 'node:crypto';
import { admin, supervisor } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancel, issue, redeem } from '../gift-card/gift-card.fixture.js';
import { paymentInvariants } from '../invariants/payment-invariants.js';
import {
  booked,
  buyer,
  eventsOf,
  pay,
  startPayments,
  statuses,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
beforeAll(async () => {
  ({ t, order } = await startPayments((p) => p, {
    PAYMENT_METHODS: 'card,gift_card,bank_transfer,pay_on_delivery',
    BANK_TRANSFER_DAYS: '3',
    PAYMENT_MINIMUM: '50',
  }));
});
afterAll(async () => {
  for (const { run } of paymentInvariants) expect(await run(t.ctx())).toEqual([]);
  await t.close();
});

const mark = async (
  what: 'Received' | 'Returned',
  id: string,
  { key = randomUUID(), as = admin }: { key?: string; as?: object } = {},
) => {
  const name = `paymentMark${what}`;
  const { data, errors } = await t.execute(
    `mutation($id: ID!, $key: ID!) { ${name}(paymentId: $id, idempotencyKey: $key) { payment { status } userErrors { ... on UserError { code } } } }`,
    { variables: { id, key }, as: as as never },
  );
  return data?.[name] ?? errors;
};
const typesOf = async ({ id }: FakeOrder) => (await eventsOf(t, id)).map(({ type }) => type);
const methodsOf = async (id: string, as = buyer) =>
  (
    await t.execute(
      'query($id: ID!) { paymentMethods(orderId: $id) { kind method provider amount { minor } } }',
      { variables: { id }, as },
    )
  ).data?.paymentMethods;

test('a bank transfer makes the order wait, and pays it when staff say so, once', async () => {
  const made = order();
  const { payment, userErrors } = await pay(t, made.id, 'bank_transfer', { key: 'bt' });
  expect({ payment, userErrors }).toMatchObject({
    payment: { status: 'PENDING', provider: 'bank_transfer', amount: { minor: 1_999 } },
    userErrors: [],
  });
  expect((await pay(t, made.id, 'bank_transfer', { key: 'bt' })).payment).toEqual(payment);
  const [awaited] = await eventsOf(t, made.id);
  expect(awaited).toMatchObject({ type: 'PAYMENT_AWAITED', data: { method: 'bank_transfer' } });
  const until = Date.parse((awaited!.data as { until: string }).until);
  expect(until - Date.now()).toBeGreaterThan(2.9 * 86_400_000);
  expect(await mark('Received', payment.id, { as: buyer })).toMatchObject([
    { extensions: { code: 'FORBIDDEN' } },
  ]);
  expect(await mark('Received', payment.id, { as: supervisor })).toMatchObject([
    { extensions: { code: 'FORBIDDEN' } },
  ]);
  expect(await mark('Received', payment.id, { key: 'r' })).toMatchObject({
    payment: { status: 'CAPTURED' },
    userErrors: [],
  });
  await mark('Received', payment.id, { key: 'r' });
  expect(await mark('Received', payment.id)).toMatchObject({
    userErrors: [{ code: 'PAYMENT_NOT_ALLOWED' }],
  });
  expect(await typesOf(made)).toEqual(['PAYMENT_AWAITED', 'PAYMENT_CREATED']);
});

test('who pays on delivery has an order that goes on at once; the money is taken when it comes', async () => {
  const made = order();
  const { payment } = await pay(t, made.id, 'pay_on_delivery');
  expect(payment).toMatchObject({ status: 'AUTHORIZED', provider: 'pay_on_delivery' });
  expect(await eventsOf(t, made.id)).toMatchObject([
    {
      type: 'PAYMENT_AUTHORIZED',
      data: { covered: { minor: 1_999 }, authorizationExpiresAt: null },
    },
  ]);
  await mark('Received', payment.id);
  expect(await statuses(t, made.id)).toEqual(['CAPTURED']);
  expect(await typesOf(made)).toEqual(['PAYMENT_AUTHORIZED', 'PAYMENT_CAPTURED']);
});

test('an awaited transfer makes way for a card; when it comes all the same, it is to be given back', async () => {
  const made = order();
  const { payment } = await pay(t, made.id, 'bank_transfer');
  expect((await pay(t, made.id, 'tok_ok')).payment.status).toBe('CAPTURED');
  expect(await booked(t, made.id)).toEqual(['charge 1999']);
  expect(await statuses(t, made.id)).toEqual(['VOIDED', 'CAPTURED']);
  expect(await mark('Received', payment.id)).toMatchObject({ payment: { status: 'CAPTURED' } });
  expect(await mark('Returned', payment.id)).toMatchObject({ payment: { status: 'REFUNDED' } });
  expect(await statuses(t, made.id)).toEqual(['REFUNDED', 'CAPTURED']);
  const other = order();
  const late = await pay(t, other.id, 'bank_transfer');
  await cancel(t, other);
  expect(await statuses(t, other.id)).toEqual(['VOIDED']);
  expect(await mark('Received', late.payment.id)).toMatchObject({
    payment: { status: 'CAPTURED' },
  });
  expect(await mark('Returned', late.payment.id)).toMatchObject({
    payment: { status: 'REFUNDED' },
    userErrors: [],
  });
  expect(await mark('Returned', late.payment.id)).toMatchObject({
    userErrors: [{ code: 'PAYMENT_NOT_ALLOWED' }],
  });
});

test('the ways to pay are those that the shop offers and that can take what is left', async () => {
  const made = order('usr_buyer', 100);
  const kinds = async () =>
    (await methodsOf(made.id))?.map(({ kind }: { kind: string }) => kind) ?? null;
  expect(await methodsOf(made.id)).toMatchObject([
    { kind: 'CARD', method: null, provider: 'test', amount: { minor: 100 } },
    { kind: 'GIFT_CARD' },
    { kind: 'BANK_TRANSFER', method: 'bank_transfer' },
    { kind: 'PAY_ON_DELIVERY', method: 'pay_on_delivery' },
  ]);
  const { code } = await issue(t, 1_000);
  expect(await redeem(t, made.id, code, { minor: 60 })).toMatchObject({
    userErrors: [{ code: 'GIFT_CARD_NOT_USABLE' }],
  });
  expect(await redeem(t, made.id, code, { minor: 50 })).toMatchObject({ userErrors: [] });
  expect(await kinds()).toEqual(['CARD', 'GIFT_CARD', 'BANK_TRANSFER', 'PAY_ON_DELIVERY']);
  await redeem(t, made.id, code);
  expect(await kinds()).toEqual([]);
  const small = order('usr_buyer', 49);
  expect((await methodsOf(small.id)).map(({ kind }: { kind: string }) => kind)).not.toContain(
    'CARD',
  );
  expect((await pay(t, small.id, 'tok_ok')).userErrors).toMatchObject([
    { code: 'PAYMENT_NOT_ALLOWED' },
  ]);
  expect(await methodsOf('ord_unknown')).toBeNull();
});

test('what the shop does not offer is refused', async () => {
  const plain = await startPayments();
  const made = plain.order();
  expect((await pay(plain.t, made.id, 'bank_transfer')).userErrors).toMatchObject([
    { code: 'INVALID_INPUT' },
  ]);
  await plain.t.close();
});
