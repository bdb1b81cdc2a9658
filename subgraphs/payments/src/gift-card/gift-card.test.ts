import { admin, customer, supervisor } from '@emporium/testing/principals';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
import { query } from '../tables.js';
import { balanceOf, cancel, DISABLE, issue, ISSUE, ledgerOf, redeem } from './gift-card.fixture.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
beforeAll(async () => void ({ t, order } = await startPayments()));
afterAll(() => t.close());

test('a card is issued once per key, and its code is told once and stored nowhere', async () => {
  const first = await issue(t, 5_000, { key: 'issue' });
  expect(first).toMatchObject({
    giftCard: { balance: { minor: 5_000 }, last4: first.code.slice(-4), isDisabled: false },
    userErrors: [],
  });
  expect(first.code).toMatch(/^([2-9A-Z]{4}-){3}[2-9A-Z]{4}$/);
  const again = await issue(t, 5_000, { key: 'issue' });
  expect(again).toEqual({ ...first, code: null });
  const stored = JSON.stringify(
    await query(t.ctx()).selectFrom('GiftCardRow').selectAll().execute(),
  );
  expect(stored).not.toContain(first.code);
  expect(stored).not.toContain(first.code.replaceAll('-', ''));
  expect((await issue(t, 6_000, { key: 'issue' })).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
});

test('only who may issue cards issues them, and only what makes sense', async () => {
  for (const as of [buyer, supervisor]) {
    const variables = { input: { amount: { minor: 1, currency: 'EUR' } }, key: 'k' };
    const { errors } = await t.execute(ISSUE, { variables, as });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  }
  expect((await issue(t, 0)).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  expect((await issue(t, 1, { expiresAt: '2001-01-01T00:00:00Z' })).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'expiresAt'] },
  ]);
});

test('who has the code sees the balance; a wrong code, an expired and a disabled card look alike', async () => {
  const { code, giftCard } = await issue(t, 700);
  const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
  expect(await balanceOf(t, typed)).toMatchObject({ balance: { minor: 700 } });
  expect(await balanceOf(t, code.replace(/^./, '0'))).toBeNull();
  const { data } = await t.execute(DISABLE, {
    variables: { id: giftCard.id, version: giftCard.version },
    as: admin,
  });
  expect(data?.giftCardDisable).toMatchObject({ giftCard: { isDisabled: true }, userErrors: [] });
  expect(await balanceOf(t, code)).toBeNull();
  const expired = await issue(t, 700);
  await query(t.ctx())
    .updateTable('GiftCardRow')
    .set({ expiresAt: sql<Date>`now()` })
    .where('id', '=', expired.giftCard.id)
    .execute();
  expect(await balanceOf(t, expired.code)).toBeNull();
  for (const refused of [code, expired.code, 'AAAA-BBBB-CCCC-DDDD'])
    expect((await redeem(t, order().id, refused)).userErrors).toMatchObject([
      { code: 'GIFT_CARD_NOT_USABLE', message: 'No card with this code can be used.' },
    ]);
});

test('a card pays a part, another method what is left: together they cover the order', async () => {
  const { code, giftCard } = await issue(t, 500);
  const { id } = order();
  const part = await redeem(t, id, code, { key: 'part' });
  expect(part).toMatchObject({
    payment: { status: 'CAPTURED', amount: { minor: 500 }, provider: 'gift_card' },
    userErrors: [],
  });
  expect(await redeem(t, id, code, { key: 'part' })).toEqual(part);
  expect(await redeem(t, id, code.toLowerCase(), { key: 'part' })).toEqual(part);
  const another = await issue(t, 500);
  expect((await redeem(t, id, another.code, { key: 'part' })).userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
  expect(await pay(t, id, 'tok_ok')).toMatchObject({ payment: { amount: { minor: 1_499 } } });
  expect(await booked(t, id)).toEqual(['charge 1499']);
  expect((await eventsOf(t, id)).map(({ type, data }) => [type, data])).toMatchObject([
    ['PAYMENT_CREATED', { amount: { minor: 500 }, covered: { minor: 500 } }],
    ['PAYMENT_CREATED', { amount: { minor: 1_499 }, covered: { minor: 1_999 } }],
  ]);
  expect(await ledgerOf(t, giftCard.id)).toEqual(['ISSUED 500 500', 'REDEEMED -500 0']);
  expect((await redeem(t, id, code)).userErrors).toMatchObject([{ code: expect.any(String) }]);
});

test('a card that holds more pays exactly the order; nothing more can be paid then', async () => {
  const { code } = await issue(t, 5_000);
  const { id } = order();
  expect(await redeem(t, id, code)).toMatchObject({ payment: { amount: { minor: 1_999 } } });
  expect(await balanceOf(t, code)).toMatchObject({ balance: { minor: 3_001 } });
  expect((await pay(t, id, 'tok_ok')).userErrors).toMatchObject([{ code: 'PAYMENT_NOT_ALLOWED' }]);
  expect((await redeem(t, id, code)).userErrors).toMatchObject([{ code: 'PAYMENT_NOT_ALLOWED' }]);
  expect(await booked(t, id)).toEqual([]);
});

test('while a card charge is under way no gift card pays, and a declined one leaves the rest to pay', async () => {
  const { code } = await issue(t, 500);
  const { id } = order();
  await pay(t, id, 'tok_requires_action');
  expect((await redeem(t, id, code)).userErrors).toMatchObject([{ code: 'PAYMENT_NOT_ALLOWED' }]);
  const other = order();
  await redeem(t, other.id, code);
  expect((await pay(t, other.id, 'tok_declined')).payment).toMatchObject({
    status: 'FAILED',
    amount: { minor: 1_499 },
  });
  await pay(t, other.id, 'tok_ok');
  expect(await statuses(t, other.id)).toEqual(['CAPTURED', 'FAILED', 'CAPTURED']);
});

test("a cancelled order gives the card its money back, once; somebody else's order is not found", async () => {
  const { code, giftCard } = await issue(t, 500);
  const made = order();
  const stranger = customer('usr_stranger');
  expect((await redeem(t, made.id, code, { as: stranger })).userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  await redeem(t, made.id, code);
  await cancel(t, made);
  await cancel(t, made);
  expect(await balanceOf(t, code)).toMatchObject({ balance: { minor: 500 } });
  expect(await ledgerOf(t, giftCard.id)).toEqual([
    'ISSUED 500 500',
    'REDEEMED -500 0',
    'REFUNDED 500 500',
  ]);
  expect(await statuses(t, made.id)).toEqual(['REFUNDED']);
  expect((await redeem(t, made.id, code)).userErrors).toMatchObject([
    { code: 'PAYMENT_NOT_ALLOWED' },
  ]);
});

test('200 orders redeem one card at once: it pays as many as it can, and is never below nothing', async () => {
  const { code, giftCard } = await issue(t, 1_000);
  const orders = Array.from({ length: 200 }, () => order('usr_buyer', 100));
  const answers = await Promise.all(orders.map(({ id }) => redeem(t, id, code)));
  const paid = answers.filter(({ payment }) => payment?.status === 'CAPTURED');
  const sum = paid.reduce((total, { payment }) => total + payment.amount.minor, 0);
  expect(sum).toBe(1_000);
  const rows = await ledgerOf(t, giftCard.id);
  expect(rows).toHaveLength(paid.length + 1);
  expect(rows.at(-1)).toMatch(/ 0$/);
});

test('one order and ten cards at once: they pay its total, no more', async () => {
  const cards = await Promise.all(Array.from({ length: 10 }, () => issue(t, 300)));
  const { id } = order();
  await Promise.all(cards.map(({ code }) => redeem(t, id, code)));
  const rows = await query(t.ctx())
    .selectFrom('PaymentRow')
    .select('amount')
    .where('orderId', '=', id)
    .execute();
  expect(rows.reduce((sum, { amount }) => sum + amount, 0)).toBe(1_999);
});
