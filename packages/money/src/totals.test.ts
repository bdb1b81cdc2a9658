import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calculateTotals } from './totals.js';
import { money } from './money.js';
import { MoneyError } from './money-error.js';

const line = fc.record({
  unitPrice: fc.integer({ min: 0, max: 10_000_000 }).map((minor) => money(minor, 'EUR')),
  quantity: fc.integer({ min: 0, max: 999 }),
  taxRate: fc.option(fc.constantFrom('0', '0.07', '0.19', '0.2', '0.081'), { nil: undefined }),
});
const add = (values: { minor: number }[]) => values.reduce((total, value) => total + value.minor, 0);

test('lines sum up to the totals, whatever the discount and the rates', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.integer({ min: 0, max: 1e11 }), (lines, minor) => {
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
    }),
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
  expect(totals.taxLines).toEqual([{ rate: '0.19', base: money(20_000, 'EUR'), amount: money(3_800, 'EUR') }]);
  expect(totals.total.minor).toBe(35_700);
});

test('an empty cart costs nothing, and a discount never makes a total negative', () => {
  expect(calculateTotals([], { currency: 'JPY' })).toMatchObject({ total: money(0, 'JPY'), lines: [], taxLines: [] });
  const totals = calculateTotals([{ unitPrice: money(100, 'EUR'), quantity: 1 }], { currency: 'EUR', discount: money(500, 'EUR') });
  expect([totals.discount.minor, totals.total.minor]).toEqual([100, 0]);
});

test('totals beyond 2^53-1, negative values and mixed currencies are refused', () => {
  const many = { unitPrice: money(Number.MAX_SAFE_INTEGER, 'EUR'), quantity: 1 };
  expect(() => calculateTotals([many, many], { currency: 'EUR' })).toThrow(MoneyError);
  expect(() => calculateTotals([{ ...many, quantity: 2 }], { currency: 'EUR' })).toThrow(MoneyError);
  expect(() => calculateTotals([{ unitPrice: money(1, 'EUR'), quantity: -1 }], { currency: 'EUR' })).toThrow(MoneyError);
  expect(() => calculateTotals([{ unitPrice: money(-1, 'EUR'), quantity: 1 }], { currency: 'EUR' })).toThrow(MoneyError);
  expect(() => calculateTotals([{ unitPrice: money(1, 'EUR'), quantity: 1 }], { currency: 'EUR', discount: money(-1, 'EUR') })).toThrow(
    MoneyError,
  );
  expect(() => calculateTotals([{ unitPrice: money(1, 'USD'), quantity: 1 }], { currency: 'EUR' })).toThrow(MoneyError);
  expect(() => calculateTotals([{ unitPrice: money(1, 'EUR'), quantity: 1, taxRate: '19%' }], { currency: 'EUR' })).toThrow(MoneyError);
});
