import { expect, test } from 'vitest';
import type { BasketLine } from './basket.js';
import type { PromotionRule } from './rules.js';
import { area, line, method, promotion, settings, zone } from './testing/rule-builders.js';
import { resultOf, type WorkedExample } from './testing/worked-example.js';

/** A shop of one country, with a line maker and a destination in it. */
const shop = (
  country: string,
  currency: string,
  rates: Record<string, string>,
  isGross = true,
) => ({
  rules: [settings({ pricesIncludeTax: isGross, originCountry: country }), zone(country, rates)],
  line: (id: string, minor: number, quantity = 1, some: Partial<BasketLine> = {}) =>
    line(id, minor, quantity, { ...some, currency }),
  basket: { currency, destination: { country, region: null, postalCode: null } },
});
const japan = shop('JP', 'JPY', { standard: '0.1', reduced: '0.08', five: '0.05' });
const japanNet = shop('JP', 'JPY', { standard: '0.1', five: '0.05' }, false);
const bahrain = shop('BH', 'BHD', { standard: '0.1' }, false);
const tunisia = shop('TN', 'TND', { standard: '0.19' });
const kuwait = shop('KW', 'KWD', {});
const oman = shop('OM', 'OMR', { standard: '0.05' });

type Effect = PromotionRule['effect'];
const off = (effect: Effect) => promotion({ effect });
const TEN: Effect = { type: 'PERCENTAGE', rate: '0.1', target: 'LINES' };
const five = { taxCategory: 'five' };
const reduced = { taxCategory: 'reduced' };

const examples: WorkedExample[] = [
  // No decimals.
  [
    'JPY, net',
    '1234 × 0.1 = 123.4 → 123',
    japanNet.rules,
    [japanNet.line('a', 1234)],
    'goods 1234 - 0, shipping 0, tax 123, total 1357',
    japanNet.basket,
  ],
  [
    'JPY, net, halves to even',
    '10 × 0.05 = 0.5 → 0; 30 × 0.05 = 1.5 → 2',
    japanNet.rules,
    [japanNet.line('a', 10, 1, five), japanNet.line('b', 30, 1, five)],
    'goods 40 - 0, shipping 0, tax 2, total 42; 10 32',
    japanNet.basket,
  ],
  [
    'JPY, gross',
    '3 × 999 = 2997; × 10/110 = 272.45',
    japan.rules,
    [japan.line('a', 999, 3)],
    'goods 2997 - 0, shipping 0, tax 272, total 2997',
    japan.basket,
  ],
  [
    'JPY, 10 % of the order',
    '21 by 105:105 = 10.5 10.5, to the first; tax 8.545 → 9, 8.636 → 9',
    [...japan.rules, off({ type: 'PERCENTAGE', rate: '0.1', target: 'ORDER' })],
    [japan.line('a', 105), japan.line('b', 105)],
    'goods 210 - 21, shipping 0, tax 18, total 189; 94 95',
    japan.basket,
  ],
  [
    'JPY, shipping as two rates',
    '500 by 2:1 = 333 167; tax 90.9 37.04 30.27 12.37 → 91 37 30 12',
    [
      ...japan.rules,
      method({ currency: 'JPY', area: area(['JP']), price: { by: 'FLAT', amount: 500 } }),
    ],
    [japan.line('a', 1000), japan.line('b', 500, 1, reduced)],
    'goods 1500 - 0, shipping 500, tax 170, total 2000; 1000 500',
    { ...japan.basket, shippingMethodId: 'parcel' },
  ],
  // Three decimals.
  [
    'BHD, net, half to even',
    '12.345 × 0.1 = 1.2345 → 1.234',
    bahrain.rules,
    [bahrain.line('a', 12_345)],
    'goods 12.345 - 0.000, shipping 0.000, tax 1.234, total 13.579',
    bahrain.basket,
  ],
  [
    'TND, gross',
    '7 × 0.999 = 6.993; × 19/119 = 1.11653',
    tunisia.rules,
    [tunisia.line('a', 999, 7)],
    'goods 6.993 - 0.000, shipping 0.000, tax 1.117, total 6.993',
    tunisia.basket,
  ],
  [
    'KWD, 15 % of lines',
    '3.333 × 0.15 = 0.49995 → 0.500',
    [...kuwait.rules, off({ ...TEN, rate: '0.15' })],
    [kuwait.line('a', 3333)],
    'goods 3.333 - 0.500, shipping 0.000, tax 0.000, total 2.833',
    kuwait.basket,
  ],
  [
    'KWD, 1.000 off three lines',
    '0.333⅓ each, the fils left to the first',
    [
      ...kuwait.rules,
      off({ type: 'FIXED_AMOUNT', amount: { minor: 1000, currency: 'KWD' }, target: 'ORDER' }),
    ],
    [kuwait.line('a', 2000), kuwait.line('b', 2000), kuwait.line('c', 2000)],
    'goods 6.000 - 1.000, shipping 0.000, tax 0.000, total 5.000; 1.666 1.667 1.667',
    kuwait.basket,
  ],
  [
    'OMR, gross with shipping',
    '10.500 × 5/105 = 0.500; 1.500 × 5/105 = 0.07143',
    [
      ...oman.rules,
      method({ currency: 'OMR', area: area(['OM']), price: { by: 'FLAT', amount: 1500 } }),
    ],
    [oman.line('a', 10_500)],
    'goods 10.500 - 0.000, shipping 1.500, tax 0.571, total 12.000',
    { ...oman.basket, shippingMethodId: 'parcel' },
  ],
  [
    'a reduction in another currency',
    '5.00 EUR off does nothing to yen; 1100 × 10/110 = 100',
    [
      ...japan.rules,
      off({ type: 'FIXED_AMOUNT', amount: { minor: 500, currency: 'EUR' }, target: 'ORDER' }),
    ],
    [japan.line('a', 1100)],
    'goods 1100 - 0, shipping 0, tax 100, total 1100',
    japan.basket,
  ],
];

test.for(examples)('%s: %s', (example) => {
  expect(resultOf(example)).toBe(example[4]);
});
