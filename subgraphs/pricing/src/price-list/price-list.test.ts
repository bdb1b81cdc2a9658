// First, because it loads reflect-metadata, which the decorators of the others need.
import { startPricing, type TestPricing } from '../pricing.fixture.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const SET = `mutation ($input: PriceListPricesSetInput!) { priceListPricesSet(input: $input) {
  priceList { version prices(first: 100) { nodes { variantId fromQuantity amount { minor currency } } } }
  userErrors { ... on UserError { code message path } } } }`;
let t: TestPricing;
let id: string;
beforeAll(async () => {
  t = await startPricing();
});
afterAll(() => t.close());
beforeEach(async () => {
  id = (await t.save('priceListCreate', { name: 'Trade', currency: 'EUR' })).priceList.id;
});

const price = (variantId: string, minor: number | null, fromQuantity = 1, currency = 'EUR') => ({
  variantId,
  fromQuantity,
  amount: minor === null ? null : { minor, currency },
});
const set = async (expectedVersion: number, prices: object[]) =>
  (await t.ask(SET, { input: { id, expectedVersion, prices } })).priceListPricesSet;

test('prices are set, replaced and removed, and the list is told as a whole', async () => {
  await set(1, [price('var_a', 900), price('var_a', 800, 10), price('var_b', 500)]);
  const { priceList } = await set(2, [price('var_a', 850), price('var_b', null)]);
  expect(priceList).toEqual({
    version: 3,
    prices: { nodes: [price('var_a', 850), price('var_a', 800, 10)] },
  });
  await t.save('priceListUpdate', { id, expectedVersion: 3, priority: 5 });
  const told = await t.told(id);
  expect(told.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  expect(told[3]!.rule).toMatchObject({
    priority: 5,
    prices: [
      { variantId: 'var_a', fromQuantity: 1, amount: 850 },
      { variantId: 'var_a', fromQuantity: 10, amount: 800 },
    ],
  });
});

test.each([
  [
    'a price in another currency',
    [price('var_a', 1, 1, 'USD')],
    ['prices', '0', 'amount', 'currency'],
  ],
  ['a negative price', [price('var_a', -1)], ['prices', '0', 'amount', 'minor']],
  ['a quantity of 0', [price('var_a', 1, 0)], ['prices', '0', 'fromQuantity']],
  ['the same price twice', [price('var_a', 1), price('var_a', 2)], ['prices']],
  ['no price', [], ['prices']],
  ['1001 prices', Array.from({ length: 1_001 }, (_, at) => price(`var_${at}`, 1)), ['prices']],
])('%s is refused, and nothing is set', async (_, prices, path) => {
  const { priceList, userErrors } = await set(1, prices);
  expect(priceList).toBeNull();
  expect(userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['input', ...path] });
  expect(await t.told(id)).toHaveLength(1);
});

test('1000 prices are set at once, a stale version sets none', async () => {
  const many = Array.from({ length: 1_000 }, (_, at) => price(`var_${at}`, at));
  expect((await set(1, many)).priceList.version).toBe(2);
  expect((await set(1, [price('var_x', 1)])).userErrors[0].code).toBe('VERSION_CONFLICT');
});

test('a deleted list leaves a tombstone', async () => {
  await set(1, [price('var_a', 900)]);
  await t.remove('priceListDelete', id, 2);
  expect((await t.told(id)).at(-1)).toMatchObject({ version: 3, isDeleted: true, rule: null });
});

test('a list in a currency in which nothing is sold is refused, and says in which to state the prices', async () => {
  const { priceList, userErrors } = await t.save('priceListCreate', {
    name: 'US',
    currency: 'USD',
  });
  expect(priceList).toBeNull();
  expect(userErrors).toMatchObject([
    {
      code: 'INVALID_INPUT',
      path: ['input', 'currency'],
      message: expect.stringContaining('state the prices in EUR'),
    },
  ]);
});
