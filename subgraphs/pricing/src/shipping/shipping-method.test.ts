// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestPricing;
beforeAll(async () => {
  t = await startPricing();
});
afterAll(() => t.close());

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const standard = {
  name: 'Standard',
  area: { countries: ['DE'] },
  currency: 'EUR',
  price: { basis: 'FLAT', amount: eur(490) },
};
const FIELDS =
  'id version price { basis amount { minor } tiers { fromGrams fromValue { minor } amount { minor } } } freeFrom { minor decimal } maxDays';
const create = (change: object = {}) =>
  t.save('shippingMethodCreate', { ...standard, ...change }, FIELDS);

test('prices by weight and value are kept in order and published', async () => {
  const tiers = [
    { fromGrams: 2_000, amount: eur(1_490) },
    { fromGrams: 0, amount: eur(990) },
  ];
  const { shippingMethod } = await create({ price: { basis: 'WEIGHT', tiers } });
  expect(shippingMethod.price).toEqual({
    basis: 'WEIGHT',
    amount: null,
    tiers: [
      { fromGrams: 0, fromValue: null, amount: { minor: 990 } },
      { fromGrams: 2_000, fromValue: null, amount: { minor: 1_490 } },
    ],
  });
  expect(await t.told(shippingMethod.id)).toMatchObject([
    { rule: { price: { by: 'WEIGHT', tiers: [{ from: 0, amount: 990 }, { from: 2_000 }] } } },
  ]);
  const byValue = { basis: 'VALUE', tiers: [{ fromValue: eur(0), amount: eur(100) }] };
  expect((await create({ price: byValue })).userErrors).toEqual([]);
});

test('a change keeps the rest, null removes what may be missing', async () => {
  const { shippingMethod } = await create({ freeFrom: eur(5_000), maxDays: 3 });
  const { id } = shippingMethod;
  const input = { id, expectedVersion: 1, maxDays: null, name: null };
  const changed = await t.save('shippingMethodUpdate', input, FIELDS);
  expect(changed.shippingMethod).toMatchObject({
    freeFrom: { minor: 5_000, decimal: '50.00' },
    maxDays: null,
    price: { amount: { minor: 490 } },
  });
});

test.each([
  ['a flat price without amount', { price: { basis: 'FLAT' } }, ['price', 'amount']],
  ['tiers that are missing', { price: { basis: 'VALUE' } }, ['price', 'tiers']],
  [
    'a tier of the other kind',
    { price: { basis: 'WEIGHT', tiers: [{ fromValue: eur(0), amount: eur(1) }] } },
    ['price', 'tiers', '0'],
  ],
  ['another currency', { freeFrom: { minor: 1, currency: 'USD' } }, ['freeFrom']],
  ['a negative price', { price: { basis: 'FLAT', amount: eur(-1) } }, ['price', 'amount', 'minor']],
  ['a slowest delivery before the fastest', { minDays: 5, maxDays: 2 }, ['maxDays']],
  ['a weight of 0', { maxWeightGrams: 0 }, ['maxWeightGrams']],
])('%s is refused with its path', async (_, change, path) => {
  const { shippingMethod, userErrors } = await create(change);
  expect(shippingMethod).toBeNull();
  expect(userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['input', ...path] });
});

test('methods are listed by position', async () => {
  await create({ name: 'Last', position: 9 });
  const { configuredShippingMethods } = await t.ask(
    'query { configuredShippingMethods(first: 1, sort: { field: RANK, direction: DESC }) { nodes { name } } }',
  );
  expect(configuredShippingMethods.nodes).toEqual([{ name: 'Last' }]);
});

test('the tax settings are one, made at version 0', async () => {
  const set = (input: object) =>
    t.save('taxSettingsUpdate', input as Record<string, unknown>, 'id version originCountry');
  expect((await set({ expectedVersion: 0 })).userErrors[0].path).toEqual([
    'input',
    'originCountry',
  ]);
  expect((await set({ expectedVersion: 0, originCountry: 'DE' })).taxSettings).toEqual({
    id: 'settings',
    version: 1,
    originCountry: 'DE',
  });
  expect((await set({ expectedVersion: 0, originCountry: 'AT' })).userErrors[0]).toMatchObject({
    code: 'VERSION_CONFLICT',
  });
  expect((await set({ expectedVersion: 1, pricesIncludeTax: false })).taxSettings.version).toBe(2);
});
