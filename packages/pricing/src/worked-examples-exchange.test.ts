import { expect, test } from 'vitest';
import {
  area,
  code,
  currency,
  line,
  method,
  priceList,
  promotion,
  settings,
  zone,
} from './testing/rule-builders.js';
import { resultOf, type WorkedExample } from './testing/worked-example.js';

const SWISS = [settings(), zone('CH', { standard: '0.081' }), currency()];
const inFrancs = {
  currency: 'CHF',
  destination: { country: 'CH', region: null, postalCode: null },
};
const untaxed = (some: Parameters<typeof currency>[0]) => [settings(), currency(some)];
const yen = { currency: 'JPY', rate: '160.5', roundTo: 10 };
const dinars = { currency: 'KWD', rate: '0.3335', roundTo: 1 };
const member = { kind: 'GROUP_MEMBER', id: 'b2b:u', groupId: 'b2b', userId: 'u' } as const;
const fixed = (minor: number, of = 'EUR') =>
  promotion({
    effect: { type: 'FIXED_AMOUNT', amount: { minor, currency: of }, target: 'ORDER' },
  });
const parcel = { ...inFrancs, shippingMethodId: 'parcel' };
const toSwitzerland = method({ area: area(['CH']), freeFrom: 10_000 });

/** Goods are stated in EUR; the basket is in the currency that the buyer asked for. */
const examples: WorkedExample[] = [
  [
    'two decimals, a step of 0.05',
    '19.99 × 0.95 = 18.9905 → 19.00; 2 × 19.00; × 8.1/108.1 = 2.8474',
    SWISS,
    [line('a', 1999, 2)],
    'goods 38.00 - 0.00, shipping 0.00, tax 2.85, total 38.00',
    inFrancs,
  ],
  [
    'half a step goes to the even one',
    '10.50 × 0.95 = 9.975 = 199.5 steps → 200 → 10.00; 0.50 × 0.95 = 0.475 = 9.5 → 10 → 0.50',
    untaxed({}),
    [line('a', 1050), line('b', 50)],
    'goods 10.50 - 0.00, shipping 0.00, tax 0.00, total 10.50; 10.00 0.50',
    inFrancs,
  ],
  [
    'no decimals, a step of 10',
    '19.99 × 160.5 = 3208.395 → 3210; 3 × 3210 = 9630',
    untaxed(yen),
    [line('a', 1999, 3)],
    'goods 9630 - 0, shipping 0, tax 0, total 9630',
    { currency: 'JPY' },
  ],
  [
    'three decimals',
    '19.99 × 0.3335 = 6.666665 → 6.667; 2 × 6.667 = 13.334',
    untaxed(dinars),
    [line('a', 1999, 2)],
    'goods 13.334 - 0.000, shipping 0.000, tax 0.000, total 13.334',
    { currency: 'KWD' },
  ],
  [
    'what costs something is not free',
    '0.01 × 0.95 = 0.0095 = 0.19 steps → 1 step; what is free stays free',
    untaxed({}),
    [line('a', 1), line('b', 0)],
    'goods 0.05 - 0.00, shipping 0.00, tax 0.00, total 0.05; 0.05 0.00',
    inFrancs,
  ],
  [
    'a fixed price before the rate',
    '21.90 of the list in CHF, not 19.00',
    [...untaxed({}), priceList({ a: 2190 }, { currency: 'CHF' })],
    [line('a', 1999)],
    'goods 21.90 - 0.00, shipping 0.00, tax 0.00, total 21.90',
    inFrancs,
  ],
  [
    'a price of the group in EUR, by the rate',
    '15.00 × 0.95 = 14.25',
    [...untaxed({}), member, priceList({ a: 1500 }, { customerGroupIds: ['b2b'] })],
    [line('a', 1999)],
    'goods 14.25 - 0.00, shipping 0.00, tax 0.00, total 14.25',
    { ...inFrancs, userId: 'u' },
  ],
  [
    'a currency of fixed prices alone',
    '2 × 21.90 = 43.80',
    [...untaxed({ rate: null }), priceList({ a: 2190 }, { currency: 'CHF' })],
    [line('a', 1999, 2)],
    'goods 43.80 - 0.00, shipping 0.00, tax 0.00, total 43.80',
    inFrancs,
  ],
  [
    'a reduction of 5.00 EUR',
    '19.00 - 5.00 × 0.95 = 4.75',
    [...untaxed({}), fixed(500)],
    [line('a', 1999)],
    'goods 19.00 - 4.75, shipping 0.00, tax 0.00, total 14.25',
    inFrancs,
  ],
  [
    'a reduction in a third currency',
    '5.00 USD off does nothing to francs',
    [...untaxed({}), fixed(500, 'USD')],
    [line('a', 1999)],
    'goods 19.00 - 0.00, shipping 0.00, tax 0.00, total 19.00',
    inFrancs,
  ],
  [
    'a minimum of 20.00 EUR',
    '20.00 × 0.95 = 19.00 is reached by 19.00; 10 % of 19.00',
    [
      ...untaxed({}),
      promotion({ conditions: { minimum: { minor: 2000, currency: 'EUR' } }, isAutomatic: false }),
      code('TEN', 'promotion'),
    ],
    [line('a', 1999)],
    'goods 19.00 - 1.90, shipping 0.00, tax 0.00, total 17.10',
    { ...inFrancs, codes: ['TEN'] },
  ],
  [
    'shipping for 4.90 EUR',
    '4.90 × 0.95 = 4.655 = 93.1 steps → 4.65',
    [...untaxed({}), toSwitzerland],
    [line('a', 1999)],
    'goods 19.00 - 0.00, shipping 4.65, tax 0.00, total 23.65',
    parcel,
  ],
  [
    'shipping for nothing from 100.00 EUR',
    '100.00 × 0.95 = 95.00 is reached by 5 × 19.00',
    [...untaxed({}), toSwitzerland],
    [line('a', 1999, 5)],
    'goods 95.00 - 0.00, shipping 0.00, tax 0.00, total 95.00',
    parcel,
  ],
  [
    'shipping in francs replaces that in EUR',
    '7.00 as stated',
    [
      ...untaxed({}),
      toSwitzerland,
      method({
        id: 'post',
        currency: 'CHF',
        area: area(['CH']),
        price: { by: 'FLAT', amount: 700 },
      }),
    ],
    [line('a', 1999)],
    'goods 19.00 - 0.00, shipping 7.00, tax 0.00, total 26.00',
    { ...parcel, shippingMethodId: 'post' },
  ],
  [
    'shipping in EUR is not offered beside one in francs',
    'parcel is in EUR: no shipping',
    [...untaxed({}), toSwitzerland, method({ id: 'post', currency: 'CHF', area: area(['CH']) })],
    [line('a', 1999)],
    'goods 19.00 - 0.00, shipping 0.00, tax 0.00, total 19.00',
    parcel,
  ],
];

test.for(examples)('%s: %s', (example) => {
  expect(resultOf(example)).toBe(example[4]);
});
