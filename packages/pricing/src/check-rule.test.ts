import { expect, test } from 'vitest';
import { checkRule } from './check-rule.js';
import type { PricingRule, PromotionRule } from './rules.js';
import {
  area,
  code,
  method,
  priceList,
  promotion,
  settings,
  zone,
} from './testing/rule-builders.js';

const paths = (rule: PricingRule) => checkRule(rule).map(({ path }) => path);
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const off = (effect: PromotionRule['effect']) => promotion({ effect });
const percent = (rate: string) => off({ type: 'PERCENTAGE', rate, target: 'LINES' });
const tiers = (...all: [number, string][]) =>
  off({ type: 'QUANTITY_TIERS', tiers: all.map(([from, rate]) => ({ from, rate })) });
const byValue = (...from: number[]) =>
  method({ price: { by: 'VALUE', tiers: from.map((each) => ({ from: each, amount: 1 })) } });
const rates = (...all: [rate: string, from: string | null, to: string | null][]) =>
  zone(
    'DE',
    {},
    {
      rates: all.map(([rate, validFrom, validTo]) => ({
        category: 'standard',
        name: 'VAT',
        rate,
        validFrom,
        validTo,
      })),
    },
  );
const NOTHING = { productIds: [], variantIds: [], categoryIds: [] };

test('good rules have no problems', () => {
  const good: PricingRule[] = [
    settings(),
    zone('DE', { standard: '0.19', reduced: '0.07', zero: '0' }),
    // A reduced rate for half a year lies in the time of the usual one.
    rates(['0.19', null, null], ['0.16', '2020-07-01T00:00:00Z', '2021-01-01T00:00:00Z']),
    method({ area: area(['DE'], { postalCodes: ['10', '10000-10999'] }), minDays: 1, maxDays: 1 }),
    ...[byValue(0, 100), method({ area: area([]) })],
    ...[promotion(), percent('1'), tiers([5, '0.05'], [10, '0.1'])],
    off({ type: 'FREE_SHIPPING', upTo: null }),
    ...[code('SAVE10', 'p'), priceList({ a: 1, b: 2 })],
    { kind: 'GROUP_MEMBER', id: 'g:u', groupId: 'g', userId: 'u' },
  ];
  expect(good.map(checkRule)).toEqual(good.map(() => []));
});

test.each<[string, string[], PricingRule]>([
  ['a negative rate', ['effect.rate'], percent('-0.1')],
  ['a rate of nothing', ['effect.rate'], percent('0')],
  ['more than everything', ['effect.rate'], percent('1.01')],
  ['percent instead of a decimal', ['effect.rate'], percent('10 %')],
  ['a huge tax', ['rates.0.rate'], zone('DE', { standard: '100' })],
  ['a negative tax', ['rates.0.rate'], zone('DE', { standard: '-0.19' })],
  ['7 digits', ['rates.0.rate'], zone('DE', { standard: '0.1234567' })],
  ['two rates at once', ['rates.1.validFrom'], rates(['0.19', null, null], ['0.16', null, null])],
  ['a time that ends first', ['rates.0.validTo'], rates(['0.1', '2026-02-01', '2026-01-01'])],
  ['no moment', ['validFrom'], promotion({ validFrom: 'tomorrow' })],
  ['a second rule of settings', ['id'], settings({ id: 'other' })],
  ['no country', ['originCountry'], settings({ originCountry: 'd1' })],
  ['a country of no code', ['area.countries.0'], method({ area: area(['de']) })],
  [
    'regions of two countries',
    ['area.regions'],
    method({ area: area(['DE', 'AT'], { regions: ['X'] }) }),
  ],
  [
    'a postal code of nothing',
    ['area.postalCodes.0'],
    method({ area: area(['DE'], { postalCodes: ['-'] }) }),
  ],
  ['tiers that descend', ['price.tiers.1.from'], byValue(100, 0)],
  ['tiers twice', ['effect.tiers.1.from'], tiers([5, '0.1'], [5, '0.2'])],
  ['no tiers', ['price.tiers'], byValue()],
  ['a currency that is none', ['currency'], method({ currency: 'EUX' })],
  ['a list in one', ['currency'], priceList({}, { currency: 'eur' })],
  ['slower than the slowest', ['maxDays'], method({ minDays: 3, maxDays: 1 })],
  [
    'a selection of nothing',
    ['conditions.selection'],
    promotion({ conditions: { selection: NOTHING } }),
  ],
  [
    'a minimum in another currency',
    ['conditions.minimum.currency'],
    promotion({
      effect: { type: 'FIXED_AMOUNT', amount: eur(500), target: 'ORDER' },
      conditions: { minimum: { minor: 1, currency: 'USD' } },
    }),
  ],
  ['nothing off', ['effect.amount'], off({ type: 'FIXED_AMOUNT', amount: eur(0), target: 'UNIT' })],
  ['lower case', ['code'], code('save10', 'p')],
  ['a Cyrillic letter', ['code'], code('SАVE', 'p')],
  ['an umlaut', ['code'], code('GRÜN', 'p')],
  ['too short', ['code'], code('AB', 'p')],
  ['too long', ['code'], code('A'.repeat(65), 'p')],
  [
    'a membership of another id',
    ['id'],
    { kind: 'GROUP_MEMBER', id: 'x', groupId: 'g', userId: 'u' },
  ],
  [
    'two prices of the same',
    ['prices.1'],
    priceList(
      {},
      { prices: [1, 2].map((amount) => ({ variantId: 'a', fromQuantity: 1, amount })) },
    ),
  ],
])('%s is told', (_, expected, rule) => {
  expect(paths(rule)).toEqual(expected);
  expect(checkRule(rule)[0]?.message).toMatch(/^.{15,}$/);
});
