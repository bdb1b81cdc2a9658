import { expect, test } from 'vitest';
import type { PromotionRule, ShippingMethodRule } from './rules.js';
import { area, line, method, promotion, settings, zone } from './testing/rule-builders.js';
import { GROSS, NET, resultOf, type WorkedExample } from './testing/worked-example.js';

const parcel = { shippingMethodId: 'parcel' };
const weight = (weightGrams: number) => ({ weightGrams });
const reduced = { taxCategory: 'reduced' };
const gross = (...methods: Partial<ShippingMethodRule>[]) => [...GROSS, ...methods.map(method)];
const off = (effect: PromotionRule['effect']) => promotion({ effect });
const free = (minor: number | null) =>
  off({ type: 'FREE_SHIPPING', upTo: minor === null ? null : { minor, currency: 'EUR' } });
const TEN = off({ type: 'PERCENTAGE', rate: '0.1', target: 'LINES' });
const ALL = off({ type: 'PERCENTAGE', rate: '1', target: 'LINES' });
const own = settings({ shippingTax: 'CATEGORY' });
const BY_WEIGHT: ShippingMethodRule['price'] = {
  by: 'WEIGHT',
  tiers: [
    { from: 0, amount: 490 },
    { from: 2000, amount: 690 },
    { from: 10_000, amount: 1490 },
  ],
};
const BY_VALUE: ShippingMethodRule['price'] = {
  by: 'VALUE',
  tiers: [
    { from: 0, amount: 590 },
    { from: 5000, amount: 290 },
  ],
};
const ISLANDS = { id: 'islands', area: area(['DE'], { postalCodes: ['25849', '26465-26486'] }) };

const examples: WorkedExample[] = [
  [
    'flat, taxed as the goods',
    'tax 20.00 → 3.19328, 4.90 × 19/119 = 0.78235',
    gross({}),
    [line('a', 1000, 2)],
    'goods 20.00 - 0.00, shipping 4.90, tax 3.97, total 24.90',
    parcel,
  ],
  [
    'as goods of two rates',
    '4.90 by 30:10 = 3.675 1.225, the cent to 19 %: 3.68 1.22; tax 4.79 0.65 0.59 0.08',
    gross({}),
    [line('a', 3000), line('b', 1000, 1, reduced)],
    'goods 40.00 - 0.00, shipping 4.90, tax 6.11, total 44.90; 30.00 10.00',
    parcel,
  ],
  [
    'a category of its own',
    'tax 3.19328, 4.90 × 7/107 = 0.32056',
    [own, zone('DE', { standard: '0.19', shipping: '0.07' }), method()],
    [line('a', 2000)],
    'goods 20.00 - 0.00, shipping 4.90, tax 3.51, total 24.90',
    parcel,
  ],
  [
    'an unknown category of its own',
    'the default one: 4.90 × 19/119 = 0.78235',
    [own, GROSS[1]!, method()],
    [line('a', 2000)],
    'goods 20.00 - 0.00, shipping 4.90, tax 3.97, total 24.90',
    parcel,
  ],
  [
    'net',
    '20.00 × 0.19 = 3.80; 4.90 × 0.19 = 0.931 → 0.93; shipping 5.83',
    [...NET, method()],
    [line('a', 2000)],
    'goods 20.00 - 0.00, shipping 5.83, tax 4.73, total 29.63',
    parcel,
  ],
  [
    'by weight',
    '3 × 800 g = 2400 g: 6.90; tax 4.78992, 1.10168',
    gross({ price: BY_WEIGHT }),
    [line('a', 1000, 3, weight(800))],
    'goods 30.00 - 0.00, shipping 6.90, tax 5.89, total 36.90',
    parcel,
  ],
  [
    'by weight, just reached',
    '10 × 1000 g: 14.90; tax 15.96639, 2.37899',
    gross({ price: BY_WEIGHT }),
    [line('a', 1000, 10, weight(1000))],
    'goods 100.00 - 0.00, shipping 14.90, tax 18.35, total 114.90',
    parcel,
  ],
  [
    'goods without a weight',
    '0 g: 4.90; tax 3.19328, 0.78235',
    gross({ price: BY_WEIGHT }),
    [line('a', 1000, 2)],
    'goods 20.00 - 0.00, shipping 4.90, tax 3.97, total 24.90',
    parcel,
  ],
  [
    'too heavy',
    '31.5 kg > 30 kg: not offered; tax 3.19328',
    gross({ maxWeightGrams: 30_000 }),
    [line('a', 2000, 1, weight(31_500))],
    'goods 20.00 - 0.00, shipping 0.00, tax 3.19, total 20.00',
    parcel,
  ],
  [
    'by value',
    '49.99 < 50.00: 5.90; tax 7.98160, 0.94202',
    gross({ price: BY_VALUE }),
    [line('a', 4999)],
    'goods 49.99 - 0.00, shipping 5.90, tax 8.92, total 55.89',
    parcel,
  ],
  [
    'by value after discounts',
    '52.00 - 5.20 = 46.80 < 50.00: 5.90; tax 7.47227, 0.94202',
    [...gross({ price: BY_VALUE }), TEN],
    [line('a', 5200)],
    'goods 52.00 - 5.20, shipping 5.90, tax 8.41, total 52.70',
    parcel,
  ],
  [
    'free from 50.00',
    '50.00: free; tax 7.98319',
    gross({ freeFrom: 5000 }),
    [line('a', 5000)],
    'goods 50.00 - 0.00, shipping 0.00, tax 7.98, total 50.00',
    parcel,
  ],
  [
    'free from 50.00 after discounts',
    '46.80: 4.90; tax 7.47227, 0.78235',
    [...gross({ freeFrom: 5000 }), TEN],
    [line('a', 5200)],
    'goods 52.00 - 5.20, shipping 4.90, tax 8.25, total 51.70',
    parcel,
  ],
  [
    'free by a promotion',
    '4.90 - 4.90; tax 3.19328',
    [...gross({}), free(null)],
    [line('a', 2000)],
    'goods 20.00 - 4.90, shipping 0.00, tax 3.19, total 20.00',
    parcel,
  ],
  [
    'free up to 3.00',
    '4.90 - 3.00 = 1.90; tax 3.19328, 0.30336',
    [...gross({}), free(300)],
    [line('a', 2000)],
    'goods 20.00 - 3.00, shipping 1.90, tax 3.49, total 21.90',
    parcel,
  ],
  [
    'net, free up to 3.00',
    '1.90 × 0.19 = 0.361 → 0.36: 2.26; tax 3.80 + 0.36',
    [...NET, method(), free(300)],
    [line('a', 2000)],
    'goods 20.00 - 3.00, shipping 2.26, tax 4.16, total 26.06',
    parcel,
  ],
  [
    'goods for nothing',
    '5.00 by prices before: 2.50 2.50; tax 0.39916 + 0.16355',
    [...gross({ price: { by: 'FLAT', amount: 500 } }), ALL],
    [line('a', 1000), line('b', 1000, 1, reduced)],
    'goods 20.00 - 20.00, shipping 5.00, tax 0.56, total 5.00; 0.00 0.00',
    parcel,
  ],
  [
    'goods without tax',
    'as the goods: 0 %',
    gross({}),
    [line('a', 2000, 1, { taxCategory: 'zero' })],
    'goods 20.00 - 0.00, shipping 4.90, tax 0.00, total 24.90',
    parcel,
  ],
  [
    'an island',
    'of its own 9.90 instead of 4.90; tax 3.19328, 1.58067',
    gross({}, { ...ISLANDS, price: { by: 'FLAT', amount: 990 } }),
    [line('a', 2000)],
    'goods 20.00 - 0.00, shipping 9.90, tax 4.77, total 29.90',
    {
      shippingMethodId: 'islands',
      destination: { country: 'DE', region: null, postalCode: '26474' },
    },
  ],
  [
    'pick-up before there is an address',
    'tax 11.90 × 19/119 = 1.90',
    gross({ isPickup: true, price: { by: 'FLAT', amount: 0 } }),
    [line('a', 1190)],
    'goods 11.90 - 0.00, shipping 0.00, tax 1.90, total 11.90',
    { ...parcel, destination: undefined },
  ],
  [
    'pick-up from abroad',
    'taxed where the shop is: 119.00 × 19/119 = 19.00, not 19.83',
    [
      ...gross({ isPickup: true, price: { by: 'FLAT', amount: 0 } }),
      zone('FR', { standard: '0.2' }),
    ],
    [line('a', 11900)],
    'goods 119.00 - 0.00, shipping 0.00, tax 19.00, total 119.00',
    { ...parcel, destination: { country: 'FR', region: null, postalCode: '75001' } },
  ],
];

test.for(examples)('%s: %s', (example) => {
  expect(resultOf(example)).toBe(example[4]);
});
