import { expect, test } from 'vitest';
import { bestFits, compileArea, fitOf, placeOf } from './area.js';
import type { AreaRule } from './rules.js';
import { area } from './testing/rule-builders.js';

const fits = (rule: AreaRule, country: string, region: string | null, postalCode: string | null) =>
  fitOf(compileArea(rule), placeOf({ country, region, postalCode })) > 0;
const codes = (...postalCodes: string[]) => area(['DE'], { postalCodes });

test.each<[string, boolean, AreaRule, string, string | null, string | null]>([
  ['a country', true, area(['DE']), 'DE', null, null],
  ['one of several, in lower case', true, area(['AT', 'DE']), 'de', null, null],
  ['another country', false, area(['AT']), 'DE', null, null],
  ['no country: everywhere', true, area([]), 'NZ', null, null],
  ['a region', true, area(['US'], { regions: ['CA'] }), 'US', ' ca ', null],
  ['a region with its country', true, area(['US'], { regions: ['US-CA'] }), 'US', 'CA', null],
  ['an address with both', true, area(['US'], { regions: ['CA'] }), 'US', 'US-CA', null],
  ['no region in the address', false, area(['US'], { regions: ['CA'] }), 'US', null, null],
  ['a beginning', true, codes('10'), 'DE', null, '10115'],
  ['another beginning', false, codes('10'), 'DE', null, '01067'],
  ['no postal code', false, codes('10'), 'DE', null, null],
  ['a range, its first', true, codes('10000-10999'), 'DE', null, '10000'],
  ['a range, its last', true, codes('10000-10999'), 'DE', null, '10999'],
  ['a range, one beyond', false, codes('10000-10999'), 'DE', null, '11000'],
  ['a range, a longer code', true, codes('10000-10999'), 'DE', null, '10115-1234'],
  ['a range, a shorter code', false, codes('10000-10999'), 'DE', null, '101'],
  ['a range with spaces and a dash', true, codes(' 10000 – 10999 '), 'DE', null, '10 115'],
  [
    'a code with a hyphen of its own',
    true,
    area(['PL'], { postalCodes: ['00-950'] }),
    'PL',
    null,
    '00950',
  ],
  [
    'a range of those',
    true,
    area(['PL'], { postalCodes: ['00-001-00-999'] }),
    'PL',
    null,
    '00-950',
  ],
  ['letters', true, area(['GB'], { postalCodes: ['sw1'] }), 'GB', null, 'SW1A 1AA'],
  ['a range that runs backwards', false, codes('10999-10000'), 'DE', null, '10115'],
  ['one that cannot be read beside one that can', true, codes('--', '10'), 'DE', null, '10115'],
  [
    'region and postal code, both',
    true,
    area(['DE'], { regions: ['BE'], postalCodes: ['10'] }),
    'DE',
    'BE',
    '10115',
  ],
  [
    'region and postal code, one',
    false,
    area(['DE'], { regions: ['BE'], postalCodes: ['10'] }),
    'DE',
    'BB',
    '10115',
  ],
])('%s: %s', (_, expected, rule, country, region, postalCode) => {
  expect(fits(rule, country, region, postalCode)).toBe(expected);
});

test('postal codes beat regions, regions countries, countries everywhere, narrower ones wider ones', () => {
  const ascending = [
    area([]),
    area(['DE']),
    area(['DE'], { regions: ['BE'] }),
    codes('1'),
    codes('10000-19999'),
    codes('10'),
    codes('10100-10499'),
    codes('101'),
    codes('10115'),
    area(['DE'], { regions: ['BE'], postalCodes: ['10115'] }),
  ].map((rule) =>
    fitOf(compileArea(rule), placeOf({ country: 'DE', region: 'BE', postalCode: '10115' })),
  );
  expect(ascending.toSorted((a, b) => a - b)).toEqual(ascending);
  expect(ascending[3]).toBe(ascending[4]);
  expect(new Set(ascending).size).toBe(ascending.length - 1);
});

test('of equal areas all are found, of none nothing', () => {
  const all = [area(['DE']), area(['DE', 'AT']), area([])].map((rule) => ({
    area: compileArea(rule),
  }));
  const place = placeOf({ country: 'DE', region: null, postalCode: null });
  expect(bestFits(all, place)).toEqual(all.slice(0, 2));
  expect(
    bestFits(all.slice(0, 2), placeOf({ country: 'FR', region: null, postalCode: null })),
  ).toEqual([]);
});
