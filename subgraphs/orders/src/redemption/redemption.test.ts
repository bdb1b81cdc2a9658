import { randomUUID } from 'node:crypto';
import { code, promotion } from '@emporium/pricing/testing/rule-builders';
import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { service } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CANCEL, PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
import { advancePlacing } from '../placing/advance-placing.js';
import { useRules } from '../rules.fixture.js';
import { query } from '../tables.js';
import { redemptionProblems } from '../invariants/redemption-problems.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
beforeAll(async () => void ({ t, shop } = await startOrders()));
afterAll(() => t.close());
beforeEach(async () => {
  shop.beforeReserve = async () => undefined;
  shop.variants.set('var_shirt', { price: 1_000, available: 1_000 });
});
/** A promotion of its own for each test: 10 % by a code of the same name. */
const limited = (
  id: string,
  some: Parameters<typeof promotion>[0],
  codeLimit: number | null = null,
) =>
  useRules(t, promotion({ id, isAutomatic: false, ...some }), code(id, id, { limit: codeLimit }));

let version = 0;
const variablesOf = (codes: string[], total: number, email = `${randomUUID()}@example.test`) => {
  const cart = shop.cart({ var_shirt: 1 }, null, ++version);
  cart.discountCodes = codes.map((text) => ({ code: text }));
  return placeVariables(cart, undefined, {
    guestEmail: email,
    expectedTotal: { minor: total, currency: 'EUR' },
  });
};
const run = async (variables: object) =>
  (await t.execute(PLACE, { variables: variables as never })).data?.orderPlace;
const place = (codes: string[], total: number, email?: string) =>
  run(variablesOf(codes, total, email));
const cancel = (id: string) =>
  t.execute(CANCEL, { as: service('payments'), variables: { id, key: randomUUID() } });
const used = async (id: string) =>
  (
    await query(t.ctx())
      .selectFrom('RedemptionCounter')
      .select('used')
      .where('id', '=', id)
      .executeTakeFirst()
  )?.used;
const codesOf = (answer: { userErrors: { code: string; message: string }[] }) =>
  answer.userErrors.map((error) => error.code);
const sound = async () => expect(await redemptionProblems(t.ctx())).toEqual([]);

test('a limit holds, a cancellation gives the use back, once, and a repeat counts once', async () => {
  await limited('L', { limit: 2 });
  const one = variablesOf(['L'], 900);
  const first = await run(one);
  expect((await run(one)).order.id).toBe(first.order.id);
  expect(await used('promotion:L')).toBe(1);
  const second = await place(['L'], 900);
  const third = await place(['L'], 900);
  expect(third.order).toBeNull();
  expect(codesOf(third)).toEqual(['DISCOUNT_UNAVAILABLE']);
  expect(third.userErrors[0].message).toContain('L');
  await query(t.ctx())
    .updateTable('OrderRow')
    .set({ expiresAt: sql<Date>`now() - interval '1 second'` })
    .where('id', '=', second.order.id)
    .execute();
  await t.runJob('expire-orders');
  await t.runJob('expire-orders');
  await cancel(second.order.id);
  expect(await used('promotion:L')).toBe(1);
  expect((await place(['L'], 900)).order.status).toBe('PENDING');
  await sound();
});

test('a code has a limit of its own', async () => {
  await limited('C', {}, 1);
  expect((await place(['C'], 900)).order).not.toBeNull();
  expect(codesOf(await place(['C'], 900))).toEqual(['DISCOUNT_UNAVAILABLE']);
  await sound();
});

test('a limit per customer counts a user, and a guest by the e-mail address in any spelling', async () => {
  await limited('P', { limitPerCustomer: 1 });
  expect((await place(['P'], 900, 'ada@example.test')).order).not.toBeNull();
  const again = await place(['P'], 900, 'ADA@example.test');
  expect(codesOf(again)).toEqual(['DISCOUNT_UNAVAILABLE']);
  expect(again.userErrors[0].message).toContain('one customer');
  expect((await place(['P'], 900, 'eve@example.test')).order).not.toBeNull();
  const rows = await query(t.ctx()).selectFrom('Redemption').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain('example.test');
  await sound();
});

test('a limit that comes later counts what was used before', async () => {
  await limited('later', {});
  for (let n = 0; n < 3; n++) await place(['later'], 900);
  expect(await used('promotion:later')).toBeUndefined();
  await limited('later', { limit: 4 });
  expect((await place(['later'], 900)).order).not.toBeNull();
  expect(codesOf(await place(['later'], 900))).toEqual(['DISCOUNT_UNAVAILABLE']);
  // Taken away again, uses go on counting, so that the next limit is right, too.
  await limited('later', {});
  expect((await place(['later'], 900)).order).not.toBeNull();
  expect(await used('promotion:later')).toBe(5);
});

test('an automatic promotion that is used up stops no sale: the buyer sees the other total', async () => {
  await useRules(t, promotion({ id: 'auto', limit: 1 }));
  expect((await place([], 900)).order).not.toBeNull();
  const late = await place([], 900);
  expect(codesOf(late)).toEqual(['PRICE_CHANGED']);
  expect(late.userErrors[0].actual.minor).toBe(1_000);
  expect((await place([], 1_000)).order.total.minor).toBe(1_000);
  await sound();
});

test('killed between two steps, finished by two process managers at once: counted once', async () => {
  await limited('K', { limit: 5 });
  shop.beforeReserve = async () => {
    throw new SubgraphUnavailableError('catalog', 'down');
  };
  const variables = variablesOf(['K'], 900);
  expect(await run(variables)).toBeNull();
  shop.beforeReserve = async () => undefined;
  const { id } = await query(t.ctx())
    .selectFrom('OrderRow')
    .select('id')
    .where('status', '=', 'PLACING')
    .executeTakeFirstOrThrow();
  await Promise.all([1, 2].map(() => advancePlacing(t.ctx(service('orders')), id, 1_000)));
  expect((await run(variables)).order.id).toBe(id);
  expect(await used('promotion:K')).toBe(1);
  await sound();
});

test('the last use, taken by another order after the prices were looked up, is refused with its reason', async () => {
  await limited('R', { limit: 1 });
  shop.beforeReserve = async () => {
    shop.beforeReserve = async () => undefined;
    await place(['R'], 900);
  };
  const answer = await place(['R'], 900);
  expect(codesOf(answer)).toEqual(['DISCOUNT_UNAVAILABLE']);
  expect(await used('promotion:R')).toBe(1);
  await sound();
});

test('I26: a wrong counter, a use beyond the limit and redemptions that do not fit the order are reported', async () => {
  await query(t.ctx()).deleteFrom('Redemption').execute();
  await query(t.ctx()).deleteFrom('RedemptionCounter').execute();
  await query(t.ctx()).updateTable('OrderRow').set({ discounts: [] }).execute();
  await limited('I', { limit: 2 });
  const { order } = await place(['I'], 900);
  await sound();
  const counter = () =>
    query(t.ctx()).updateTable('RedemptionCounter').where('id', '=', 'promotion:I');
  await counter().set({ used: 3 }).execute();
  expect(await redemptionProblems(t.ctx())).toEqual([
    'promotion:I counts 3, redemptions are 1',
    'promotion:I was used 3 times, at most 2 were allowed',
  ]);
  await counter().set({ used: 1 }).execute();
  await query(t.ctx())
    .updateTable('OrderRow')
    .set({ status: 'CANCELLED' as never })
    .where('id', '=', order.id)
    .execute();
  expect(await redemptionProblems(t.ctx())).toEqual([
    `order ${order.id} is CANCELLED with 1 redemptions instead of 0`,
  ]);
  await query(t.ctx())
    .updateTable('OrderRow')
    .set({ status: 'PENDING' as never })
    .where('id', '=', order.id)
    .execute();
  await query(t.ctx()).deleteFrom('Redemption').execute();
  expect(await redemptionProblems(t.ctx())).toEqual([
    'promotion:I counts 1, redemptions are 0',
    `order ${order.id} is PENDING with 0 redemptions instead of 1`,
  ]);
});
