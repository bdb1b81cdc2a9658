// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestPricing;
beforeAll(async () => {
  t = await startPricing();
});
afterAll(() => t.close());

const tenPercent = {
  name: 'Ten percent',
  effect: { type: 'PERCENTAGE', rate: '0.10', target: 'ORDER' },
};
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const create = async (change: object = {}) =>
  t.save('promotionCreate', { ...tenPercent, ...change }, 'id version isExhausted limit');

test.each([
  ['PERCENTAGE', { rate: '0.5', target: 'LINES' }],
  ['FIXED_AMOUNT', { amount: eur(500), target: 'UNIT' }],
  ['FREE_SHIPPING', { upTo: eur(490) }],
  ['BUY_X_GET_Y', { buy: 2, get: 1, rate: '1' }],
  [
    'QUANTITY_TIERS',
    {
      tiers: [
        { fromQuantity: 3, rate: '0.05' },
        { fromQuantity: 10, rate: '0.1' },
      ],
    },
  ],
])('%s is kept, shown as it was given and published', async (type, details) => {
  const fields =
    'id effect { type rate target amount { minor currency } upTo { minor currency } buy get tiers { fromQuantity rate } }';
  const effect = { type, ...details };
  const { promotion, userErrors } = await t.save(
    'promotionCreate',
    { ...tenPercent, effect },
    fields,
  );
  expect(userErrors).toEqual([]);
  expect(promotion.effect).toMatchObject(effect);
  expect(await t.told(promotion.id)).toMatchObject([{ rule: { effect: { type } } }]);
});

test('a change keeps what it does not name, conditions are given anew', async () => {
  const conditions = { minimum: eur(2_000), selection: { categoryIds: ['cat_1', 'cat_1'] } };
  const { promotion } = await create({ conditions, limit: 10, endsAt: '2027-01-01T00:00:00.000Z' });
  await t.save('promotionUpdate', { id: promotion.id, expectedVersion: 1, limit: null });
  const [, second] = await t.told(promotion.id);
  expect(second!.rule).toMatchObject({
    limit: null,
    validTo: '2027-01-01T00:00:00.000Z',
    conditions: { minimum: eur(2_000), selection: { categoryIds: ['cat_1'], productIds: [] } },
    effect: { rate: '0.1' },
  });
});

test.each([
  ['a field of another effect', { effect: { ...tenPercent.effect, amount: eur(1) } }, ['effect']],
  [
    'an effect without its rate',
    { effect: { type: 'BUY_X_GET_Y', buy: 1, get: 1 } },
    ['effect', 'rate'],
  ],
  [
    'a percentage off a unit',
    { effect: { ...tenPercent.effect, target: 'UNIT' } },
    ['effect', 'target'],
  ],
  [
    'more than everything off',
    { effect: { ...tenPercent.effect, rate: '1.5' } },
    ['effect', 'rate'],
  ],
  [
    'nothing off',
    { effect: { type: 'FIXED_AMOUNT', target: 'ORDER', amount: eur(0) } },
    ['effect', 'amount'],
  ],
  ['a negative amount', { conditions: { minimum: eur(-1) } }, ['conditions', 'minimum', 'minor']],
  [
    'an unknown currency',
    { conditions: { minimum: { minor: 1, currency: 'XQX' } } },
    ['conditions', 'minimum', 'currency'],
  ],
  ['an empty selection', { conditions: { selection: {} } }, ['conditions', 'selection']],
  [
    'an unknown group',
    { conditions: { customerGroupIds: ['none'] } },
    ['conditions', 'customerGroupIds'],
  ],
  ['a customer above the limit', { limit: 1, limitPerCustomer: 2 }, ['limitPerCustomer']],
  [
    'an end before the start',
    { startsAt: '2026-02-01T00:00:00Z', endsAt: '2026-01-01T00:00:00Z' },
    ['endsAt'],
  ],
])('%s is refused with its path', async (_, change, path) => {
  const { promotion, userErrors } = await create(change);
  expect(promotion).toBeNull();
  expect(userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['input', ...path] });
});
