// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Rule, type RuleData } from '../rule/rule.entity.js';
import { query } from '../tables.js';

let t: TestPricing;
let promotionId: string;
let codeId: string;
beforeAll(async () => {
  t = await startPricing();
});
afterAll(() => t.close());
beforeEach(async () => {
  await query(t.ctx()).deleteFrom('Redemption').execute();
  await query(t.ctx()).deleteFrom('PriceListPrice').execute();
  await query(t.ctx()).deleteFrom('Rule').execute();
  await query(t.ctx()).deleteFrom('OutboxRow').execute();
  const { promotion } = await t.save('promotionCreate', {
    name: 'Off',
    effect: { type: 'PERCENTAGE', rate: '0.1', target: 'ORDER' },
  });
  promotionId = promotion.id;
  const { discountCode } = await t.save('discountCodeCreate', { promotionId, code: 'WELCOME' });
  codeId = discountCode.id;
});

const change = (id: string) => query(t.ctx()).updateTable('Rule').where('id', '=', id);
const dataOf = async (id: string) =>
  (
    await query(t.ctx())
      .selectFrom('Rule')
      .select('data')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).data as unknown as Record<string, unknown>;
const setData = async (id: string, part: object) => {
  const data = { ...(await dataOf(id)), ...part };
  await t.ctx().em.nativeUpdate(Rule, { id }, { data: data as unknown as RuleData });
};

test('rules as they are made, changed and deleted violate nothing', async () => {
  await t.save('promotionUpdate', { id: promotionId, expectedVersion: 1, name: 'Less' });
  await t.save('customerGroupCreate', { name: 'Wholesale' });
  await t.remove('discountCodeDelete', codeId);
  expect(await t.verify()).toEqual([]);
});

test('I12: a version that nobody was told of, or a rule without any event, is reported', async () => {
  await change(promotionId).set({ version: 3 }).execute();
  expect(await t.verify()).toEqual([
    `I12: ${promotionId} is at version 3, the outbox has 1 rows for versions 1 to 1`,
  ]);
  await change(promotionId).set({ version: 1 }).execute();
  await query(t.ctx()).deleteFrom('OutboxRow').where('aggregateId', '=', promotionId).execute();
  expect(await t.verify()).toEqual([
    `I12: ${promotionId} is at version 1, the outbox has no row of it`,
  ]);
});

test('I26: a count that no order explains is reported', async () => {
  await change(codeId).set({ timesRedeemed: 2 }).execute();
  expect(await t.verify()).toEqual([`I26: ${codeId} shows 2 redemptions, orders say 0`]);
});

test('I27: a rule of the wrong shape, one that takes nothing off, and a column beside it are reported', async () => {
  await setData(promotionId, { effect: { type: 'PERCENTAGE', rate: '0', target: 'ORDER' } });
  expect(await t.verify()).toEqual([expect.stringContaining(`I27: ${promotionId}: effect.rate: `)]);
  await setData(promotionId, { effect: { type: 'NONSENSE' } });
  expect(await t.verify()).toEqual([expect.stringContaining(`I27: ${promotionId}: effect`)]);
  await setData(promotionId, { effect: { type: 'FREE_SHIPPING', upTo: null }, isActive: false });
  expect(await t.verify()).toEqual([`I27: ${promotionId}: isActive is true, the rule says false`]);
});

test('I27: a limit that is reached although the rule says no is reported', async () => {
  await setData(codeId, { limit: 1, isExhausted: true });
  expect(await t.verify()).toEqual([`I27: ${codeId}: 0 redemptions and isExhausted disagree`]);
});

test('I27: a code whose promotion is gone is reported', async () => {
  await change(promotionId).set({ deletedAt: new Date() }).execute();
  expect(await t.verify()).toEqual([
    `I27: ${codeId} belongs to ${promotionId}, which does not exist`,
  ]);
});

test('I27: a price whose list is gone is reported', async () => {
  const { priceList } = await t.save('priceListCreate', { name: 'Trade', currency: 'EUR' });
  const row = { listId: priceList.id as string, variantId: 'var_a', fromQuantity: 10, minor: 900 };
  await query(t.ctx()).insertInto('PriceListPrice').values(row).execute();
  await query(t.ctx()).deleteFrom('OutboxRow').execute();
  const ofPrices = async () =>
    (await t.verify()).filter((text) => text.includes('which is no price list'));
  expect(await ofPrices()).toEqual([]);
  await change(row.listId).set({ deletedAt: new Date() }).execute();
  expect(await ofPrices()).toEqual([
    `I27: the price of var_a from 10 units belongs to ${row.listId}, which is no price list`,
  ]);
});
