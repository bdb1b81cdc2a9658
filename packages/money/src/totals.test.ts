import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calculateTotals } from './totals.js';
import { money } from './money.js';
import type { MoneyErrorReason } from './money-error.js';

const line = fc.record({
  unitPrice: fc.integer({ min: 0, max: 10_000_000 }).map((minor) => money(minor, 'EUR')),
  quantity: fc.integer({ min: 0, max: 999 }),
  taxRate: fc.option(fc.constantFrom('0', '0.07', '0.19', '0.2', '0.081'), { nil: undefined }),
});
const of = (minor: number, quantity: number) => ({ unitPrice: money(minor, 'EUR'), quantity });
const most = (quantity: number) => of(Number.MAX_SAFE_INTEGER, quantity);
const add = (values: { minor: number }[]) =>
  values.reduce((total, value) => total + value.minor, 0);

test('lines sum up to the totals, whatever the discount and the rates', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 30 }),
      fc.integer({ min: 0, max: 1e11 }),
      (lines, minor) => {
        const totals = calculateTotals(lines, { currency: 'EUR', discount: money(minor, 'EUR') });
        for (const field of ['subtotal', 'discount', 'tax', 'total'] as const) {
          expect(add(totals.lines.map((each) => each[field]))).toBe(totals[field].minor);
        }
        expect(totals.total.minor).toBe(totals.subtotal.minor - totals.discount.minor);
        expect(add(totals.taxLines.map((each) => each.amount))).toBe(totals.tax.minor);
        for (const each of [totals, ...totals.lines]) {
          expect(each.total.minor).toBeGreaterThanOrEqual(0);
          expect(each.tax.minor).toBeGreaterThanOrEqual(0);
          expect(each.tax.minor).toBeLessThanOrEqual(each.total.minor);
        }
      },
    ),
  );
});

test('tax is the part of the price that is tax, zero without a rate', () => {
  const price = money(11_900, 'EUR');
  const totals = calculateTotals(
    [
      { unitPrice: price, quantity: 2, taxRate: '0.19' },
      { unitPrice: price, quantity: 1 },
    ],
    { currency: 'EUR' },
  );
  expect(totals.lines.map((each) => each.tax.minor)).toEqual([3_800, 0]);
  expect(totals.taxLines).toEqual([
    { rate: '0.19', base: money(20_000, 'EUR'), amount: money(3_800, 'EUR') },
  ]);
  expect(totals.total.minor).toBe(35_700);
});

test('an empty cart costs nothing, and a discount never makes a total negative', () => {
  expect(calculateTotals([], { currency: 'JPY' })).toMatchObject({
    total: money(0, 'JPY'),
    lines: [],
    taxLines: [],
  });
  const totals = calculateTotals([{ unitPrice: money(100, 'EUR'), quantity: 1 }], {
    currency: 'EUR',
    discount: money(500, 'EUR'),
  });
  expect([totals.discount.minor, totals.total.minor]).toEqual([100, 0]);
  expect(calculateTotals([of(0, 1), of(5, 0)], { currency: 'EUR' }).total).toEqual(money(0, 'EUR'));
});

test.each<[string, MoneyErrorReason, RegExp, Parameters<typeof calculateTotals>]>([
  ['a sum beyond 2^53-1', 'OVERFLOW', /beyond/, [[most(1), most(1)], { currency: 'EUR' }]],
  ['a line beyond 2^53-1', 'OVERFLOW', /beyond/, [[most(2)], { currency: 'EUR' }]],
  [
    'a negative quantity',
    'INVALID_ARGUMENT',
    /^prices and quantities start at 0$/,
    [[of(1, -1)], { currency: 'EUR' }],
  ],
  [
    'a negative price',
    'INVALID_ARGUMENT',
    /^prices and quantities start at 0$/,
    [[of(-1, 1)], { currency: 'EUR' }],
  ],
  [
    'two negatives',
    'INVALID_ARGUMENT',
    /^prices and quantities start at 0$/,
    [[of(-1, -1)], { currency: 'EUR' }],
  ],
  [
    'a negative discount',
    'INVALID_ARGUMENT',
    /^a discount starts at 0$/,
    [[of(1, 1)], { currency: 'EUR', discount: money(-1, 'EUR') }],
  ],
  [
    'another currency',
    'CURRENCY_MISMATCH',
    /combine/,
    [[{ ...of(1, 1), unitPrice: money(1, 'USD') }], { currency: 'EUR' }],
  ],
  [
    'a discount in another currency',
    'CURRENCY_MISMATCH',
    /combine/,
    [[of(1, 1)], { currency: 'EUR', discount: money(1, 'USD') }],
  ],
  [
    'a rate with a sign',
    'INVALID_DECIMAL',
    /rate/,
    [[{ ...of(1, 1), taxRate: '19%' }], { currency: 'EUR' }],
  ],
])('%s is refused', (_, reason, message, args) => {
  expect(() => calculateTotals(...args)).toThrow(
    expect.objectContaining({
      name: 'MoneyError',
      reason,
      message: expect.stringMatching(message),
    }),
  );
});
