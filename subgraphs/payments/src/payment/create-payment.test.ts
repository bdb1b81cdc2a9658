import { eventually } from '@emporium/testing/eventually';
import { customer, guest, admin, anonymous } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { PaymentStatus } from './payment-status.js';
import {
  age,
  booked,
  buyer,
  eventsOf,
  pay,
  poll,
  startPayments,
  statuses,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
beforeAll(async () => void ({ t, order } = await startPayments()));
afterAll(() => t.close());

test('a payment captures the total of the order and tells it once', async () => {
  const { id } = order();
  expect(await pay(t, id, 'tok_ok')).toMatchObject({
    payment: { status: 'CAPTURED', amount: { minor: 1_999 }, provider: 'test' },
    clientSecret: null,
    userErrors: [],
  });
  expect(await booked(t, id)).toEqual(['charge 1999']);
  expect(await eventsOf(t, id)).toMatchObject([
    {
      type: 'PAYMENT_CREATED',
      aggregateversion: 1,
      data: {
        orderId: id,
        amount: { minor: 1_999, currency: 'EUR' },
        provider: 'test',
        currency: 'EUR',
      },
    },
  ]);
});

test('ten calls at once with one key charge once and answer equally', async () => {
  const { id } = order();
  const all = await Promise.all(
    Array.from({ length: 10 }, () => pay(t, id, 'tok_ok', { key: 'same' })),
  );
  for (const answer of all) expect(answer).toEqual(all[0]);
  expect(all[0].payment.status).toBe('CAPTURED');
  expect(await booked(t, id)).toEqual(['charge 1999']);
});

test('ten calls at once with ten keys charge once, the others are refused with the payment that stands', async () => {
  const { id } = order();
  const all = await Promise.all(Array.from({ length: 10 }, () => pay(t, id, 'tok_ok')));
  const refused = all.filter((answer) => answer.userErrors.length > 0);
  expect(refused).toHaveLength(9);
  for (const answer of refused)
    expect(answer).toMatchObject({
      payment: { id: expect.any(String) },
      userErrors: [{ code: 'PAYMENT_NOT_ALLOWED' }],
    });
  expect(new Set(all.map((answer) => answer.payment.id)).size).toBe(1);
  expect(await booked(t, id)).toEqual(['charge 1999']);
});

test('a declined payment may be followed by another one, with its own key at the provider', async () => {
  const { id } = order();
  const declined = await pay(t, id, 'tok_declined', { key: 'd' });
  expect(declined).toMatchObject({
    payment: { status: 'FAILED', failureCode: 'card_declined' },
    userErrors: [{ code: 'PAYMENT_DECLINED', retryable: false }],
  });
  expect(await pay(t, id, 'tok_declined', { key: 'd' })).toEqual(declined);
  expect((await pay(t, id, 'tok_ok', { key: 'd' })).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
  expect((await pay(t, id, 'tok_ok')).payment.status).toBe('CAPTURED');
  expect((await eventsOf(t, id)).map((e) => [e.type, e.aggregateversion])).toEqual([
    ['PAYMENT_FAILED', 1],
    ['PAYMENT_CREATED', 2],
  ]);
});

test('what may not be paid is refused: missing, foreign, cancelled, paid or expired orders, unknown methods', async () => {
  const mine = order();
  const theirs = order('usr_other');
  const refused = async (id: string, method = 'tok_ok', as: object = buyer) =>
    (await pay(t, id, method, { as })).userErrors[0];
  expect(await refused('ord_none')).toMatchObject({ code: 'NOT_FOUND', path: ['orderId'] });
  expect(await refused(theirs.id)).toEqual(await refused('ord_none'));
  for (const as of [anonymous, guest(theirs.id), admin, customer('usr_eve')])
    expect(await refused(mine.id, 'tok_ok', as)).toEqual(await refused('ord_none'));
  expect(await refused(mine.id, 'tok_none')).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['method'],
  });
  // Names that every object has.
  for (const method of ['toString', '__proto__', 'constructor'])
    expect(await refused(mine.id, method)).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['method'],
    });
  expect(await refused(mine.id, '')).toMatchObject({ code: 'INVALID_INPUT', path: ['method'] });
  mine.expiresAt = new Date(Date.now() - 1_000).toISOString();
  expect(await refused(mine.id)).toMatchObject({ code: 'PAYMENT_NOT_ALLOWED' });
  for (const status of ['PAID', 'CANCELLED', 'SHIPPED']) {
    const other = order();
    other.status = status;
    expect(await refused(other.id)).toMatchObject({ code: 'PAYMENT_NOT_ALLOWED' });
  }
  expect(await statuses(t, mine.id)).toEqual([]);
});

test('a guest pays with the guest token', async () => {
  const { id } = order(null);
  expect((await pay(t, id, 'tok_ok', { as: guest(id) })).payment.status).toBe('CAPTURED');
});

test('the extra step: the browser gets its secret, the payment is captured when it is done', async () => {
  const { id } = order();
  const first = await pay(t, id, 'tok_requires_action', { key: '3ds' });
  expect(first).toMatchObject({
    payment: { status: 'REQUIRES_ACTION' },
    clientSecret: expect.any(String),
    userErrors: [],
  });
  expect(await eventsOf(t, id)).toEqual([]);
  await eventually(async () => {
    await poll(t);
    return (await statuses(t, id))[0] === 'CAPTURED';
  });
  expect(await pay(t, id, 'tok_requires_action', { key: '3ds' })).toMatchObject({
    payment: { status: 'CAPTURED' },
    clientSecret: null,
  });
});

test.each(['tok_timeout_after_charge', 'tok_error_then_charged', 'tok_slow_5s'])(
  '%s: PENDING within 2 s, then captured once, without a second charge',
  async (method) => {
    const { id } = order();
    const began = performance.now();
    expect(await pay(t, id, method, { key: method })).toMatchObject({
      payment: { status: 'PENDING' },
      userErrors: [],
    });
    expect(performance.now() - began).toBeLessThan(2_500);
    expect((await pay(t, id, 'tok_ok')).userErrors).toMatchObject([
      { code: 'PAYMENT_NOT_ALLOWED' },
    ]);
    await eventually(async () => {
      await poll(t);
      return (await statuses(t, id))[0] === 'CAPTURED';
    });
    expect(await booked(t, id)).toEqual(['charge 1999']);
    expect((await eventsOf(t, id)).map((e) => e.type)).toEqual(['PAYMENT_CREATED']);
  },
);

test('a time-out before the charge: nothing is charged, the attempt fails, a new one works', async () => {
  const { id } = order();
  expect((await pay(t, id, 'tok_timeout_before_charge')).payment.status).toBe('PENDING');
  await poll(t);
  expect(await statuses(t, id)).toEqual(['PENDING']);
  await age(t, 10);
  await poll(t);
  expect(await statuses(t, id)).toEqual(['FAILED']);
  expect(await pay(t, id, 'tok_ok')).toMatchObject({ payment: { status: 'CAPTURED' } });
  expect(await booked(t, id)).toEqual(['charge 1999']);
});

test('killed between the record and the call: the attempt is asked for by its key and given up', async () => {
  const { id } = order();
  await query(t.ctx()).insertInto('Payable').values({ orderId: id, userId: 'usr_buyer' }).execute();
  await query(t.ctx())
    .insertInto('PaymentRow')
    .values({
      id: `pay_${id}`,
      orderId: id,
      attempt: 1,
      status: PaymentStatus.PENDING,
      amount: 1_999,
      currency: 'EUR',
      provider: 'test',
      providerKey: `${id}:1`,
      nextPollAt: sql<Date>`now()`,
      createdAt: sql<Date>`now() - interval '1 minute'`,
    })
    .execute();
  await poll(t);
  expect(await statuses(t, id)).toEqual(['FAILED']);
  expect((await pay(t, id, 'tok_ok')).payment.status).toBe('CAPTURED');
});

test('killed between the charge and its record: the charge is found', async () => {
  const { id } = order();
  await pay(t, id, 'tok_ok');
  await query(t.ctx())
    .updateTable('PaymentRow')
    .set({
      status: PaymentStatus.PENDING,
      providerRef: null,
      capturedAt: null,
      nextPollAt: sql<Date>`now()`,
    })
    .where('orderId', '=', id)
    .execute();
  await poll(t);
  expect(await statuses(t, id)).toEqual(['CAPTURED']);
  expect(await booked(t, id)).toEqual(['charge 1999']);
});

test('payments and balance of an order are shown to its buyer and to staff alone', async () => {
  const { id } = order();
  const query = `query($id: ID!) { _entities(representations: [{ __typename: "Order", id: $id, payable: { minor: 1999, currency: "EUR" } }]) {
    ... on Order { payments { id status providerRef } balanceDue { decimal } } } }`;
  const see = async (as: object) =>
    (await t.execute(query, { variables: { id }, as: as as never })).data?._entities[0];
  expect(await see(buyer)).toEqual({ payments: [], balanceDue: { decimal: '19.99' } });
  const { payment } = await pay(t, id, 'tok_ok');
  expect(await see(buyer)).toEqual({
    payments: [{ id: payment.id, status: 'CAPTURED', providerRef: null }],
    balanceDue: { decimal: '0.00' },
  });
  expect((await see(admin)).payments[0].providerRef).toMatch(/^ch_/);
  for (const as of [customer('usr_eve'), anonymous, guest('ord_other')])
    expect(await see(as)).toEqual({ payments: null, balanceDue: null });
  const reference = `query($id: ID!) { _entities(representations: [{ __typename: "Payment", id: $id }]) { ... on Payment { status } } }`;
  expect(
    (await t.execute(reference, { variables: { id: payment.id }, as: customer('usr_eve') })).data
      ?._entities,
  ).toEqual([null]);
  expect(
    (await t.execute(reference, { variables: { id: payment.id }, as: buyer })).data?._entities,
  ).toEqual([{ status: 'CAPTURED' }]);
});
