import { expect, test } from 'vitest';
import { area, line, settings, zone } from './testing/rule-builders.js';
import { GROSS, NET, resultOf, type WorkedExample } from './testing/worked-example.js';

const now = (text: string) => ({ now: new Date(text) });
const to = (country: string, region: string | null = null, postalCode: string | null = null) => ({
  destination: { country, region, postalCode },
});
const tax = (taxCategory: string) => ({ taxCategory });
const net = settings({ pricesIncludeTax: false, originCountry: 'US' });
const GERMANY_2020 = zone('DE', { standard: '0.19' });
GERMANY_2020.rates.push({
  category: 'standard',
  name: 'VAT 16 %',
  rate: '0.16',
  validFrom: '2020-07-01T00:00:00+02:00',
  validTo: '2021-01-01T00:00:00+01:00',
});
const SPAIN = [
  zone('ES', { standard: '0.21' }),
  zone(
    'ES',
    { standard: '0.07' },
    { id: 'canary', area: area(['ES'], { postalCodes: ['35', '38'] }) },
  ),
];
const CALIFORNIA = zone(
  'US',
  { standard: '0.0725' },
  { area: area(['US'], { regions: ['US-CA'] }) },
);
const NEW_YORK = zone(
  'US',
  { standard: '0.08875' },
  {
    area: area(['US'], { regions: ['NY'], postalCodes: ['10001-10282'] }),
  },
);

// Calculated by hand, in the third column; compared with what the calculator says.
const examples: WorkedExample[] = [
  [
    'gross, 19 %',
    '119.00 × 19/119 = 19.00',
    GROSS,
    [line('a', 11900)],
    'goods 119.00 - 0.00, shipping 0.00, tax 19.00, total 119.00',
  ],
  [
    'gross, three units',
    '19.99 × 3 = 59.97; × 19/119 = 9.57504 → 9.58',
    GROSS,
    [line('a', 1999, 3)],
    'goods 59.97 - 0.00, shipping 0.00, tax 9.58, total 59.97',
  ],
  [
    'gross, 7 %',
    '1.07 × 7/107 = 0.07',
    GROSS,
    [line('a', 107, 1, tax('reduced'))],
    'goods 1.07 - 0.00, shipping 0.00, tax 0.07, total 1.07',
  ],
  [
    'gross, two rates',
    '119.00 × 19/119 = 19.00; 2 × 53.50 = 107.00, × 7/107 = 7.00',
    GROSS,
    [line('a', 11900), line('b', 5350, 2, tax('reduced'))],
    'goods 226.00 - 0.00, shipping 0.00, tax 26.00, total 226.00; 119.00 107.00',
  ],
  [
    'gross, rounded once per line',
    '0.99 × 19/119 = 0.15807 → 0.16, three times = 0.48',
    GROSS,
    [line('a', 99), line('b', 99), line('c', 99)],
    'goods 2.97 - 0.00, shipping 0.00, tax 0.48, total 2.97; 0.99 0.99 0.99',
  ],
  [
    'gross, the same in one line',
    '3 × 0.99 = 2.97; × 19/119 = 0.47420 → 0.47',
    GROSS,
    [line('a', 99, 3)],
    'goods 2.97 - 0.00, shipping 0.00, tax 0.47, total 2.97',
  ],
  [
    'gross, halves to even',
    '60 %: 0.04 × 3/8 = 0.015 → 0.02; 0.12 × 3/8 = 0.045 → 0.04',
    [settings(), zone('DE', { standard: '0.6' })],
    [line('a', 4), line('b', 12)],
    'goods 0.16 - 0.00, shipping 0.00, tax 0.06, total 0.16; 0.04 0.12',
  ],
  [
    'net, 19 %',
    '100.00 × 0.19 = 19.00',
    NET,
    [line('a', 10000)],
    'goods 100.00 - 0.00, shipping 0.00, tax 19.00, total 119.00',
  ],
  [
    'net, three units',
    '59.97 × 0.19 = 11.3943 → 11.39; 59.97 + 11.39 = 71.36',
    NET,
    [line('a', 1999, 3)],
    'goods 59.97 - 0.00, shipping 0.00, tax 11.39, total 71.36',
  ],
  [
    'net, two rates',
    '10.00 × 0.19 = 1.90; 10.00 × 0.07 = 0.70',
    NET,
    [line('a', 1000), line('b', 1000, 1, tax('reduced'))],
    'goods 20.00 - 0.00, shipping 0.00, tax 2.60, total 22.60; 11.90 10.70',
  ],
  [
    'net, halves to even',
    '0.50 × 0.19 = 0.095 → 0.10; 1.50 × 0.19 = 0.285 → 0.28',
    NET,
    [line('a', 50), line('b', 150)],
    'goods 2.00 - 0.00, shipping 0.00, tax 0.38, total 2.38; 0.60 1.78',
  ],
  [
    'a rate of zero',
    '5.00 × 0 = 0.00',
    GROSS,
    [line('a', 500, 1, tax('zero'))],
    'goods 5.00 - 0.00, shipping 0.00, tax 0.00, total 5.00',
  ],
  [
    'an unknown category is the default one',
    '11.90 × 19/119 = 1.90',
    GROSS,
    [line('a', 1190, 1, tax('books'))],
    'goods 11.90 - 0.00, shipping 0.00, tax 1.90, total 11.90',
  ],
  [
    'gross, a country without a zone',
    'no tax, the price stays 119.00',
    GROSS,
    [line('a', 11900)],
    'goods 119.00 - 0.00, shipping 0.00, tax 0.00, total 119.00',
    to('US'),
  ],
  [
    'no destination yet',
    "the shop's own country: 119.00 × 19/119 = 19.00",
    GROSS,
    [line('a', 11900)],
    'goods 119.00 - 0.00, shipping 0.00, tax 19.00, total 119.00',
    { destination: undefined },
  ],
  [
    'gross, another country',
    'the price stays: 119.00 × 20/120 = 19.8333 → 19.83',
    [...GROSS, zone('FR', { standard: '0.2' })],
    [line('a', 11900)],
    'goods 119.00 - 0.00, shipping 0.00, tax 19.83, total 119.00',
    to('FR'),
  ],
  [
    'a rate for half a year',
    '116.00 × 16/116 = 16.00',
    [settings(), GERMANY_2020],
    [line('a', 11600)],
    'goods 116.00 - 0.00, shipping 0.00, tax 16.00, total 116.00',
    now('2020-07-01T00:00:00+02:00'),
  ],
  [
    'the moment before it',
    '119.00 × 19/119 = 19.00',
    [settings(), GERMANY_2020],
    [line('a', 11900)],
    'goods 119.00 - 0.00, shipping 0.00, tax 19.00, total 119.00',
    now('2020-06-30T21:59:59.999Z'),
  ],
  [
    'the moment it ends',
    '119.00 × 19/119 = 19.00',
    [settings(), GERMANY_2020],
    [line('a', 11900)],
    'goods 119.00 - 0.00, shipping 0.00, tax 19.00, total 119.00',
    now('2020-12-31T23:00:00Z'),
  ],
  [
    'net, a region',
    '100.00 × 0.0725 = 7.25',
    [net, CALIFORNIA],
    [line('a', 10000)],
    'goods 100.00 - 0.00, shipping 0.00, tax 7.25, total 107.25',
    to('US', 'ca'),
  ],
  [
    'net, another region',
    'no zone: no tax',
    [net, CALIFORNIA],
    [line('a', 10000)],
    'goods 100.00 - 0.00, shipping 0.00, tax 0.00, total 100.00',
    to('US', 'OR'),
  ],
  [
    'net, a postal code before its country',
    'Canary Islands: 100.00 × 0.07 = 7.00',
    [settings({ pricesIncludeTax: false }), ...SPAIN],
    [line('a', 10000)],
    'goods 100.00 - 0.00, shipping 0.00, tax 7.00, total 107.00',
    to('ES', null, '35001'),
  ],
  [
    'net, its country',
    '100.00 × 0.21 = 21.00',
    [settings({ pricesIncludeTax: false }), ...SPAIN],
    [line('a', 10000)],
    'goods 100.00 - 0.00, shipping 0.00, tax 21.00, total 121.00',
    to('ES', null, '28001'),
  ],
  [
    'net, a rate of 5 digits',
    '19.99 × 0.08875 = 1.77411 → 1.77',
    [net, NEW_YORK],
    [line('a', 1999)],
    'goods 19.99 - 0.00, shipping 0.00, tax 1.77, total 21.76',
    to('US', 'NY', '10027-1234'),
  ],
  [
    'a line of no units',
    '0 × 9.99 = 0.00',
    GROSS,
    [line('a', 999, 0)],
    'goods 0.00 - 0.00, shipping 0.00, tax 0.00, total 0.00',
  ],
];

test.for(examples)('%s: %s', (example) => {
  expect(resultOf(example)).toBe(example[4]);
});
