import { expect, test } from 'vitest';
import type { PromotionRule } from './rules.js';
import { line, promotion } from './testing/rule-builders.js';
import { GROSS, NET, resultOf, type WorkedExample } from './testing/worked-example.js';

type Effect = PromotionRule['effect'];
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const percent = (rate: string, target: 'LINES' | 'ORDER' = 'LINES'): Effect => ({
  type: 'PERCENTAGE',
  rate,
  target,
});
const fixed = (minor: number, target: 'UNIT' | 'ORDER' = 'ORDER'): Effect => ({
  type: 'FIXED_AMOUNT',
  amount: eur(minor),
  target,
});
const buyGet = (buy: number, get: number, rate = '1'): Effect => ({
  type: 'BUY_X_GET_Y',
  buy,
  get,
  rate,
});
const TIERS: Effect = {
  type: 'QUANTITY_TIERS',
  tiers: [
    { from: 5, rate: '0.05' },
    { from: 10, rate: '0.1' },
  ],
};
/** Promotions with their priorities, the higher ones first. */
const gross = (...effects: Effect[]) => [
  ...GROSS,
  ...effects.map((effect, at) => promotion({ id: `p${at}`, effect, priority: -at })),
];
const selection = { productIds: [], variantIds: [], categoryIds: ['c'] };
const reduced = { taxCategory: 'reduced' };

const examples: WorkedExample[] = [
  [
    '10 % of lines',
    '59.97 × 0.1 = 5.997 → 6.00; tax 53.97 × 19/119 = 8.61706',
    gross(percent('0.1')),
    [line('a', 1999, 3)],
    'goods 59.97 - 6.00, shipping 0.00, tax 8.62, total 53.97',
  ],
  [
    '10 % of lines, halves to even',
    '0.05 → 0.005 → 0.00; 0.15 → 0.015 → 0.02; tax 0.01 + 0.02',
    gross(percent('0.1')),
    [line('a', 5), line('b', 15)],
    'goods 0.20 - 0.02, shipping 0.00, tax 0.03, total 0.18; 0.05 0.13',
  ],
  [
    '10 % of the order',
    '0.10 × 0.1 = 0.01, to the first; tax 0.0064 → 0.01 and 0.008 → 0.01',
    gross(percent('0.1', 'ORDER')),
    [line('a', 5), line('b', 5)],
    'goods 0.10 - 0.01, shipping 0.00, tax 0.02, total 0.09; 0.04 0.05',
  ],
  [
    '5.00 off the order',
    '5.00 by 10:20:30 = 0.83⅓ 1.66⅔ 2.50, the cent left to ⅔; tax 1.46 2.93 4.39',
    gross(fixed(500)),
    [line('a', 1000), line('b', 2000), line('c', 3000)],
    'goods 60.00 - 5.00, shipping 0.00, tax 8.78, total 55.00; 9.17 18.33 27.50',
  ],
  [
    'more off the order than it costs',
    '100.00 > 30.00: 30.00 off',
    gross(fixed(10000)),
    [line('a', 1000, 3)],
    'goods 30.00 - 30.00, shipping 0.00, tax 0.00, total 0.00',
  ],
  [
    '1.50 off each unit',
    '39.96 - 4 × 1.50 = 33.96; × 19/119 = 5.42218',
    gross(fixed(150, 'UNIT')),
    [line('a', 999, 4)],
    'goods 39.96 - 6.00, shipping 0.00, tax 5.42, total 33.96',
  ],
  [
    'more off each unit than it costs',
    '3 × 1.00, 3 × 1.50 > 3.00: 3.00 off',
    gross(fixed(150, 'UNIT')),
    [line('a', 100, 3)],
    'goods 3.00 - 3.00, shipping 0.00, tax 0.00, total 0.00',
  ],
  [
    'buy 2 get 1',
    '3 × 10.00 - 10.00 = 20.00; × 19/119 = 3.19328',
    gross(buyGet(2, 1)),
    [line('a', 1000, 3)],
    'goods 30.00 - 10.00, shipping 0.00, tax 3.19, total 20.00',
  ],
  [
    'buy 2 get 1, the cheapest',
    '5.00 of 30.00 20.00 5.00; tax 4.78992 + 3.19328',
    gross(buyGet(2, 1)),
    [line('a', 3000), line('b', 2000), line('c', 500)],
    'goods 55.00 - 5.00, shipping 0.00, tax 7.98, total 50.00; 30.00 20.00 0.00',
  ],
  [
    'buy 3 get 1 at half price',
    '8 units: 2 × 3.99 × 0.5 = 3.99; tax 20.00 → 3.19, 7.98 → 1.27412',
    gross(buyGet(3, 1, '0.5')),
    [line('a', 400, 5), line('b', 399, 3)],
    'goods 31.97 - 3.99, shipping 0.00, tax 4.46, total 27.98; 20.00 7.98',
  ],
  [
    'buy 2 get 2 with one of the two',
    '3 units: the third for nothing; tax 12.00 × 19/119 = 1.91597',
    gross(buyGet(2, 2)),
    [line('a', 600, 3)],
    'goods 18.00 - 6.00, shipping 0.00, tax 1.92, total 12.00',
  ],
  [
    'buy 2 get 1 with seven',
    '7 = 2 × 3 + 1: two off; 5 × 2.00 = 10.00; × 19/119 = 1.59664',
    gross(buyGet(2, 1)),
    [line('a', 200, 7)],
    'goods 14.00 - 4.00, shipping 0.00, tax 1.60, total 10.00',
  ],
  [
    'tiers by quantity',
    '10 units: 24.90 × 0.1 = 2.49; tax 22.41 × 19/119 = 3.57807',
    gross(TIERS),
    [line('a', 249, 10)],
    'goods 24.90 - 2.49, shipping 0.00, tax 3.58, total 22.41',
  ],
  [
    'tiers by quantity of all lines',
    '4 + 2 = 6: 8.00 → 0.40, 6.00 → 0.30; tax 1.21345 + 0.91008',
    gross(TIERS),
    [line('a', 200, 4), line('b', 300, 2)],
    'goods 14.00 - 0.70, shipping 0.00, tax 2.12, total 13.30; 7.60 5.70',
  ],
  [
    'the first tier is not reached',
    '4 units: nothing off; 8.00 × 19/119 = 1.27731',
    gross(TIERS),
    [line('a', 200, 4)],
    'goods 8.00 - 0.00, shipping 0.00, tax 1.28, total 8.00',
  ],
  [
    '20 % and then 10 %',
    '100.00 → 80.00 → 72.00; × 19/119 = 11.49580',
    gross(percent('0.2'), percent('0.1')),
    [line('a', 10000)],
    'goods 100.00 - 28.00, shipping 0.00, tax 11.50, total 72.00',
  ],
  [
    'lines before the order',
    '10 % of lines: 90.00; 5.00 off: 85.00; × 19/119 = 13.57143',
    gross(fixed(500), percent('0.1')),
    [line('a', 10000)],
    'goods 100.00 - 15.00, shipping 0.00, tax 13.57, total 85.00',
  ],
  [
    'a unit’s 10.00 before 10 %',
    '100.00 - 10.00 = 90.00 → 81.00; × 19/119 = 12.93277',
    gross(fixed(1000, 'UNIT'), percent('0.1')),
    [line('a', 10000)],
    'goods 100.00 - 19.00, shipping 0.00, tax 12.93, total 81.00',
  ],
  [
    '10 % before a unit’s 10.00',
    '100.00 → 90.00 - 10.00 = 80.00; × 19/119 = 12.77311',
    gross(percent('0.1'), fixed(1000, 'UNIT')),
    [line('a', 10000)],
    'goods 100.00 - 20.00, shipping 0.00, tax 12.77, total 80.00',
  ],
  [
    'an exclusive one that comes first',
    '30 % alone: 70.00; × 19/119 = 11.17647',
    [
      ...gross(percent('0.1')),
      promotion({ id: 'x', priority: 5, isExclusive: true, effect: percent('0.3') }),
    ],
    [line('a', 10000)],
    'goods 100.00 - 30.00, shipping 0.00, tax 11.18, total 70.00',
  ],
  [
    'an exclusive one that comes too late',
    '10 % alone: 90.00; × 19/119 = 14.36975',
    [
      ...gross(percent('0.1')),
      promotion({ id: 'x', priority: -5, isExclusive: true, effect: percent('0.3') }),
    ],
    [line('a', 10000)],
    'goods 100.00 - 10.00, shipping 0.00, tax 14.37, total 90.00',
  ],
  [
    '10 % of an order’s category',
    '50.00 × 0.1 = 5.00, all of a; tax 7.18487 + 7.98319',
    [...GROSS, promotion({ effect: percent('0.1', 'ORDER'), conditions: { selection } })],
    [line('a', 5000, 1, { categoryIds: ['c'] }), line('b', 5000)],
    'goods 100.00 - 5.00, shipping 0.00, tax 15.16, total 95.00; 45.00 50.00',
  ],
  [
    'a minimum before discounts',
    '10 %: 45.00; the minimum looks at 50.00: 5.00 off; tax 6.38655',
    [
      ...gross(percent('0.1')),
      promotion({ id: 'm', effect: fixed(500), conditions: { minimum: eur(5000) } }),
    ],
    [line('a', 5000)],
    'goods 50.00 - 10.00, shipping 0.00, tax 6.39, total 40.00',
  ],
  [
    'a minimum that lacks a cent',
    '49.99 < 50.00: nothing off; × 19/119 = 7.98160',
    [...GROSS, promotion({ effect: fixed(500), conditions: { minimum: eur(5000) } })],
    [line('a', 4999)],
    'goods 49.99 - 0.00, shipping 0.00, tax 7.98, total 49.99',
  ],
  [
    'net, 10 % of lines',
    '59.97 - 6.00 = 53.97; × 0.19 = 10.2543 → 10.25',
    [...NET, promotion({ effect: percent('0.1') })],
    [line('a', 1999, 3)],
    'goods 59.97 - 6.00, shipping 0.00, tax 10.25, total 64.22',
  ],
  [
    'net, 10.00 off two rates',
    '7.50 and 2.50: 22.50 × 0.19 = 4.275 → 4.28; 7.50 × 0.07 = 0.525 → 0.52',
    [...NET, promotion({ effect: fixed(1000) })],
    [line('a', 3000), line('b', 1000, 1, reduced)],
    'goods 40.00 - 10.00, shipping 0.00, tax 4.80, total 34.80; 26.78 8.02',
  ],
];

test.for(examples)('%s: %s', (example) => {
  expect(resultOf(example)).toBe(example[4]);
});
