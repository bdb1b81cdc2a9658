// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { OrderCancelled, OrderCreated } from '@emporium/orders-events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

let t: TestPricing;
let promotionId: string;
let codeId: string;
let orders = 0;
beforeAll(async () => {
  t = await startPricing();
});
afterAll(() => t.close());
beforeEach(async () => {
  const { promotion } = await t.save('promotionCreate', {
    name: 'Two of them',
    effect: { type: 'PERCENTAGE', rate: '0.1', target: 'ORDER' },
    limit: 2,
  });
  promotionId = promotion.id;
  const { discountCode } = await t.save('discountCodeCreate', {
    promotionId,
    code: `CODE${++orders}X`,
  });
  codeId = discountCode.id;
});

const eur = { minor: 100, currency: 'EUR' };
const about = (orderId: string, version: number) => ({
  orderId,
  number: '1',
  userId: null,
  version,
  lines: [],
  discounts: [{ promotionId, codeId, code: 'CODE', amount: eur }],
});
const created = (orderId: string, id?: string) =>
  t.deliver(OrderCreated, {
    key: orderId,
    version: 1,
    data: { ...about(orderId, 1), total: eur, expiresAt: '2027-01-01T00:00:00.000Z' },
    ...(id ? { id } : {}),
  });
const cancelled = (orderId: string) =>
  t.deliver(OrderCancelled, {
    key: orderId,
    version: 2,
    data: { ...about(orderId, 2), reason: 'EXPIRED', wasPaid: false },
  });
const state = async () => {
  const { promotion, discountCode } = await t.ask(
    'query ($p: ID!, $c: ID!) { promotion(id: $p) { timesRedeemed isExhausted version } discountCode(id: $c) { timesRedeemed version } }',
    { p: promotionId, c: codeId },
  );
  return { promotion, code: discountCode };
};
const orderId = () => `ord_r${++orders}`;

test('redemptions are counted once per order, and the rule is told when its limit is reached', async () => {
  const first = orderId();
  await created(first);
  await created(first);
  expect(await state()).toEqual({
    promotion: { timesRedeemed: 1, isExhausted: false, version: 1 },
    code: { timesRedeemed: 1, version: 1 },
  });
  await created(orderId());
  expect((await state()).promotion).toEqual({ timesRedeemed: 2, isExhausted: true, version: 2 });
  expect((await t.told(promotionId)).at(-1)!.rule).toMatchObject({ isExhausted: true });
});

test('a cancelled order gives back once, and the rule is open again', async () => {
  const [first, second] = [orderId(), orderId()];
  await created(first);
  await created(second);
  await cancelled(first);
  await cancelled(first);
  expect((await state()).promotion).toEqual({ timesRedeemed: 1, isExhausted: false, version: 3 });
});

test('an order that is heard of after its cancellation counts nothing', async () => {
  const late = orderId();
  await cancelled(late);
  await created(late);
  expect((await state()).promotion.timesRedeemed).toBe(0);
});

test('a limit below what was redeemed is refused; at it the rule is exhausted', async () => {
  await created(orderId());
  await created(orderId());
  const below = await t.save('promotionUpdate', { id: promotionId, expectedVersion: 2, limit: 1 });
  expect(below.userErrors).toMatchObject([{ path: ['input', 'limit'] }]);
  const more = await t.save(
    'promotionUpdate',
    { id: promotionId, expectedVersion: 2, limit: 3 },
    'isExhausted timesRedeemed',
  );
  expect(more.promotion).toEqual({ isExhausted: false, timesRedeemed: 2 });
});

test('orders of unknown and deleted rules harm nothing', async () => {
  await t.remove('promotionDelete', promotionId);
  await created(orderId());
  expect((await t.told(promotionId)).map(({ isDeleted }) => isDeleted)).toEqual([false, true]);
});
