import { expect, test } from 'vitest';
import { area, line, method, priceList, promotion, zone } from './testing/rule-builders.js';
import { GROSS, NET, resultOf, type WorkedExample } from './testing/worked-example.js';

const percent = (rate: string) =>
  promotion({ effect: { type: 'PERCENTAGE', rate, target: 'LINES' } });
const reduced = { taxCategory: 'reduced' };
const AUSTRIA = zone('AT', { standard: '0.2', reduced: '0.1' }, { isReverseCharge: true });
const SWITZERLAND = zone('CH', { standard: '0.081' });
const EU = [...GROSS, AUSTRIA, SWITZERLAND, method({ area: area(['DE', 'AT', 'CH']) })];
const business = (country: string, vatNumber: string) => ({
  vatNumber,
  destination: { country, region: null, postalCode: null },
});
const AT = business('AT', 'ATU13585627');
const groups = {
  list: priceList({ a: 800 }, { customerGroupIds: ['b2b'] }),
  member: { kind: 'GROUP_MEMBER', id: 'b2b:u', groupId: 'b2b', userId: 'u' } as const,
};
const TIERS = priceList({}, { prices: [{ variantId: 'a', fromQuantity: 10, amount: 750 }] });

const examples: WorkedExample[] = [
  // Price lists.
  [
    'a price of a group',
    '2 × 8.00 = 16.00; × 19/119 = 2.55462',
    [...GROSS, groups.list, groups.member],
    [line('a', 1000, 2)],
    'goods 16.00 - 0.00, shipping 0.00, tax 2.55, total 16.00',
    { userId: 'u' },
  ],
  [
    'a price of a group for others',
    '2 × 10.00 = 20.00; × 19/119 = 3.19328',
    [...GROSS, groups.list, groups.member],
    [line('a', 1000, 2)],
    'goods 20.00 - 0.00, shipping 0.00, tax 3.19, total 20.00',
    { userId: 'other' },
  ],
  [
    'a price from 10 units',
    '10 × 7.50 = 75.00; × 19/119 = 11.97479',
    [...GROSS, TIERS],
    [line('a', 1000, 10)],
    'goods 75.00 - 0.00, shipping 0.00, tax 11.97, total 75.00',
  ],
  [
    'a price from 10 units for 9',
    '9 × 10.00 = 90.00; × 19/119 = 14.36975',
    [...GROSS, TIERS],
    [line('a', 1000, 9)],
    'goods 90.00 - 0.00, shipping 0.00, tax 14.37, total 90.00',
  ],
  [
    'a price in another currency',
    'USD 12.00 of the list, not EUR 10.00; tax 1.91597',
    [...GROSS, priceList({ a: 1200 }, { currency: 'USD' })],
    [line('a', 1000)],
    'goods 12.00 - 0.00, shipping 0.00, tax 1.92, total 12.00',
    { currency: 'USD' },
  ],
  // Reverse charge.
  [
    'reverse charge, net',
    '100.00, no tax',
    [...NET, AUSTRIA],
    [line('a', 10000)],
    'goods 100.00 - 0.00, shipping 0.00, tax 0.00, total 100.00',
    AT,
  ],
  [
    'reverse charge, gross',
    '119.00 - 19.00 of Germany = 100.00',
    EU,
    [line('a', 11900)],
    'goods 100.00 - 0.00, shipping 0.00, tax 0.00, total 100.00',
    AT,
  ],
  [
    'reverse charge, per unit',
    '19.99 - 3.19168 → 16.80; × 3 = 50.40',
    EU,
    [line('a', 1999, 3)],
    'goods 50.40 - 0.00, shipping 0.00, tax 0.00, total 50.40',
    AT,
  ],
  [
    'reverse charge, 7 %',
    '107.00 - 7.00 of Germany = 100.00',
    EU,
    [line('a', 10700, 1, reduced)],
    'goods 100.00 - 0.00, shipping 0.00, tax 0.00, total 100.00',
    AT,
  ],
  [
    'reverse charge, 10 % off',
    '11.90 off - 1.90 = 10.00 off 100.00',
    [...EU, percent('0.1')],
    [line('a', 11900)],
    'goods 100.00 - 10.00, shipping 0.00, tax 0.00, total 90.00',
    AT,
  ],
  [
    'reverse charge, shipping',
    '4.90 - 0.78235 → 4.12',
    EU,
    [line('a', 11900)],
    'goods 100.00 - 0.00, shipping 4.12, tax 0.00, total 104.12',
    { ...AT, shippingMethodId: 'parcel' },
  ],
  [
    'reverse charge, all off',
    '19.99 off 19.99: 16.80 off 16.80',
    [...EU, percent('1')],
    [line('a', 1999)],
    'goods 16.80 - 16.80, shipping 0.00, tax 0.00, total 0.00',
    AT,
  ],
  [
    'a business of the own country',
    '119.00 × 19/119 = 19.00',
    EU,
    [line('a', 11900)],
    'goods 119.00 - 0.00, shipping 0.00, tax 19.00, total 119.00',
    business('DE', 'DE136695976'),
  ],
  [
    'a number of the own country, sent abroad',
    '120.00 × 20/120 = 20.00',
    EU,
    [line('a', 12000)],
    'goods 120.00 - 0.00, shipping 0.00, tax 20.00, total 120.00',
    business('AT', 'DE136695976'),
  ],
  [
    'a zone without reverse charge',
    '108.10 × 8.1/108.1 = 8.10',
    EU,
    [line('a', 10810)],
    'goods 108.10 - 0.00, shipping 0.00, tax 8.10, total 108.10',
    business('CH', 'CHE116281710MWST'),
  ],
];

test.for(examples)('%s: %s', (example) => {
  expect(resultOf(example)).toBe(example[4]);
});
