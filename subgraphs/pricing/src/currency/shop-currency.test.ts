// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { anonymous } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestPricing;
beforeAll(async () => {
  t = await startPricing();
});
afterAll(() => t.close());

const FIELDS = 'id version currency base isActive rate roundTo';
const create = (input: Record<string, unknown>) => t.save('shopCurrencyCreate', input, FIELDS);
const sold = async () => (await t.ask('{ currencies }', {}, anonymous)).currencies;

test('a currency is added, changed and taken away, and each version is told as a whole', async () => {
  const { shopCurrency } = await create({ currency: 'CHF', rate: '0.95', roundTo: 5 });
  const { id, ...made } = shopCurrency;
  expect(made).toEqual({
    version: 1,
    currency: 'CHF',
    base: 'EUR',
    isActive: true,
    rate: '0.95',
    roundTo: 5,
  });
  expect(await sold()).toEqual(['EUR', 'CHF']);
  const update = { id, expectedVersion: 1, rate: null, isActive: false };
  const changed = await t.save('shopCurrencyUpdate', update, FIELDS);
  expect(changed.shopCurrency).toMatchObject({ version: 2, rate: null, isActive: false });
  expect(await sold()).toEqual(['EUR']);
  await t.remove('shopCurrencyDelete', id, 2);
  const told = await t.told(id);
  expect(told.map(({ version, isDeleted }) => [version, isDeleted])).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ]);
  expect(told[0]!.rule).toMatchObject({ kind: 'CURRENCY', rate: '0.95', base: 'EUR' });
  expect(await t.verify()).toEqual([]);
});

test.each([
  ['the shop’s own currency', { currency: 'EUR' }, 'currency', 'another currency'],
  ['a currency that does not exist', { currency: 'XYZ' }, 'currency', ''],
  ['a rate of 0', { currency: 'SEK', rate: '0' }, 'rate', 'decimal above 0'],
  ['a negative rate', { currency: 'SEK', rate: '-1' }, 'rate', 'decimal above 0'],
  ['a huge rate', { currency: 'SEK', rate: '123456789' }, 'rate', 'decimal above 0'],
  ['a step of 0', { currency: 'SEK', roundTo: 0 }, 'roundTo', 'at least 1'],
])('%s is refused', async (_, input, path, message) => {
  const { shopCurrency, userErrors } = await create(input);
  expect(shopCurrency).toBeNull();
  expect(userErrors[0]).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['input', path],
    message: expect.stringContaining(message),
  });
});

test('a second row of a currency is refused, whoever comes first', async () => {
  const both = await Promise.all([create({ currency: 'NOK' }), create({ currency: 'NOK' })]);
  expect(both.filter(({ shopCurrency }) => shopCurrency !== null)).toHaveLength(1);
  const [refused] = both.filter(({ shopCurrency }) => shopCurrency === null);
  expect(refused.userErrors[0].message).toContain('already: change cur_');
});

test('price lists may be in a further currency', async () => {
  const wanted = { name: 'Danes', currency: 'DKK' };
  expect((await t.save('priceListCreate', wanted)).userErrors).toHaveLength(1);
  await create({ currency: 'DKK' });
  expect((await t.save('priceListCreate', wanted)).userErrors).toEqual([]);
});
