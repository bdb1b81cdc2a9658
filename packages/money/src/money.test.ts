import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate } from './allocate.js';
import { currencyDigits } from './currency-digits.js';
import { decimalOf, fromDecimal } from './decimal.js';
import {
  add,
  compare,
  equals,
  exact,
  fromExact,
  money,
  multiply,
  subtract,
  sum,
  zero,
} from './money.js';
import type { MoneyErrorReason } from './money-error.js';
import { divideHalfEven, parseRate } from './rounding.js';

const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'USD', 'CLF', 'MGA');
const minor = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const small = fc.integer({ min: -1e15, max: 1e15 });
/** The error with this reason; its message is for clients, so it says something. */
const refused = (reason: MoneyErrorReason, message: RegExp) =>
  expect.objectContaining({ name: 'MoneyError', reason, message: expect.stringMatching(message) });
const OVERFLOW = refused('OVERFLOW', /beyond 2\^53-1 minor units/);
const outcome = (calculate: () => unknown) => {
  try {
    return calculate();
  } catch (error) {
    return error;
  }
};
const MISMATCH = refused('CURRENCY_MISMATCH', /cannot combine EUR with USD/);

describe('arithmetic', () => {
  test('addition is commutative, associative and undone by subtraction', () => {
    fc.assert(
      fc.property(small, small, small, (x, y, z) => {
        const [a, b, c] = [money(x, 'EUR'), money(y, 'EUR'), money(z, 'EUR')];
        expect(add(a, b)).toEqual(add(b, a));
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(subtract(add(a, b), b)).toEqual(a);
        expect(add(a, zero('EUR'))).toEqual(a);
        expect(sum([a, b, c], 'EUR')).toEqual(add(add(a, b), c));
      }),
    );
  });

  test('multiplying is repeated addition, and distributes over it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        (price, n, m) => {
          const unit = money(price, 'EUR');
          expect(multiply(unit, n)).toEqual(
            sum(
              Array.from({ length: n }, () => unit),
              'EUR',
            ),
          );
          expect(multiply(unit, n + m)).toEqual(add(multiply(unit, n), multiply(unit, m)));
        },
      ),
    );
  });

  test('a result is exact or refused, never rounded by overflow', () => {
    fc.assert(
      fc.property(minor, minor, (x, y) => {
        const exact = BigInt(x) + BigInt(y);
        const fits =
          exact <= BigInt(Number.MAX_SAFE_INTEGER) && exact >= -BigInt(Number.MAX_SAFE_INTEGER);
        expect(outcome(() => BigInt(add(money(x, 'EUR'), money(y, 'EUR')).minor))).toEqual(
          fits ? exact : OVERFLOW,
        );
      }),
    );
    expect(() => multiply(money(2 ** 40, 'EUR'), 2 ** 20)).toThrow(OVERFLOW);
    const most = BigInt(Number.MAX_SAFE_INTEGER);
    for (const fits of [most, -most]) expect(exact(fromExact(fits, 'EUR'))).toBe(fits);
    for (const tooMuch of [most + 1n, -most - 1n])
      expect(() => fromExact(tooMuch, 'EUR')).toThrow(OVERFLOW);
  });

  test('amounts of different currencies never mix', () => {
    for (const mix of [add, subtract, compare])
      expect(() => mix(money(1, 'EUR'), money(1, 'USD'))).toThrow(MISMATCH);
    expect(() => sum([money(1, 'EUR'), money(1, 'USD')], 'EUR')).toThrow(MISMATCH);
  });

  test('fractions, NaN, infinities and unknown currencies are no money', () => {
    for (const value of [0.5, Number.NaN, Infinity, -Infinity, 2 ** 53]) {
      expect(() => money(value, 'EUR')).toThrow(
        refused('NOT_REPRESENTABLE', new RegExp(`^${value} is not a whole number of minor`)),
      );
    }
    for (const code of ['', 'eur', 'XXX1', 'EURO', 'toString']) {
      expect(() => money(1, code)).toThrow(refused('UNKNOWN_CURRENCY', /is not an ISO 4217 code/));
    }
    for (const quantity of [0.5, Number.NaN, Infinity]) {
      expect(() => multiply(money(1, 'EUR'), quantity)).toThrow(
        refused('NOT_REPRESENTABLE', new RegExp(`^quantity ${quantity} is not a whole number`)),
      );
    }
  });

  test('nothing has no sign', () => {
    for (const nothing of [money(-0, 'EUR'), multiply(money(-5, 'EUR'), 0)])
      expect(Object.is(nothing.minor, 0)).toBe(true);
  });

  test('two amounts are in order by their minor units, and equal only in the same currency', () => {
    const [less, more] = [money(1, 'EUR'), money(2, 'EUR')];
    expect([compare(less, more), compare(more, less), compare(less, money(1, 'EUR'))]).toEqual([
      -1, 1, 0,
    ]);
    expect(equals(less, money(1, 'EUR'))).toBe(true);
    expect([
      equals(less, more),
      equals(less, money(1, 'USD')),
      equals(less, money(2, 'USD')),
    ]).toEqual([false, false, false]);
  });
});

describe('decimals', () => {
  test('printing and reading give the same amount back, with the digits of the currency', () => {
    fc.assert(
      fc.property(minor, currency, (value, code) => {
        const text = decimalOf(money(value, code));
        expect(fromDecimal(text, code)).toEqual(money(value, code));
        expect(text.split('.')[1]?.length ?? 0).toBe(currencyDigits(code));
      }),
    );
    expect(decimalOf(money(1234, 'EUR'))).toBe('12.34');
    expect(decimalOf(money(-5, 'EUR'))).toBe('-0.05');
    expect(decimalOf(money(5, 'JPY'))).toBe('5');
    expect(decimalOf(money(1, 'KWD'))).toBe('0.001');
    expect(decimalOf(money(0, 'EUR'))).toBe('0.00');
    // Five iraimbilanja are an ariary, but ISO 4217 says two digits.
    expect(decimalOf(money(1, 'MGA'))).toBe('0.01');
  });

  test('fewer digits are filled up', () => {
    expect(fromDecimal('12', 'EUR').minor).toBe(1200);
    expect(fromDecimal('12.3', 'EUR').minor).toBe(1230);
    expect(fromDecimal('-0', 'EUR').minor).toBe(0);
  });

  test('what is not an exact amount is refused', () => {
    const bad = [
      '',
      ' 1',
      '1 ',
      'NaN',
      'Infinity',
      '0.001',
      '1e400',
      '1e2',
      '0x10',
      '+1',
      '1,50',
      '1.',
      '.5',
      '--1',
      '1\n',
      '٣',
      '9'.repeat(30),
    ];
    for (const text of bad) {
      expect(() => fromDecimal(text, 'EUR'), JSON.stringify(text)).toThrow(
        refused(
          'INVALID_DECIMAL',
          /^not an amount in EUR: expected digits with at most 2 after the point$/,
        ),
      );
    }
    expect(() => fromDecimal(12 as never, 'EUR')).toThrow(refused('INVALID_DECIMAL', /./));
    expect(() => fromDecimal('1.5', 'JPY')).toThrow(
      refused('INVALID_DECIMAL', /in JPY: expected digits with at most 0/),
    );
    expect(() => fromDecimal('90071992547409.92', 'EUR')).toThrow(OVERFLOW);
    expect(fromDecimal('90071992547409.91', 'EUR').minor).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('splitting and rounding', () => {
  test('parts sum up to the whole and none is off by a whole unit', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(small, weights, (value, shares) => {
        const parts = allocate(money(value, 'EUR'), shares);
        expect(sum(parts, 'EUR').minor).toBe(value === 0 ? 0 : value);
        const all = shares.reduce((a, b) => a + b, 0);
        if (all === 0) return;
        parts.forEach((part, index) => {
          const off = BigInt(part.minor) * BigInt(all) - BigInt(value) * BigInt(shares[index]!);
          expect(off < BigInt(all) && off > -BigInt(all)).toBe(true);
        });
      }),
    );
    expect(allocate(money(100, 'EUR'), [1, 1, 1]).map((part) => part.minor)).toEqual([34, 33, 33]);
    expect(allocate(money(-100, 'EUR'), [1, 1, 1]).map((part) => part.minor)).toEqual([
      -34, -33, -33,
    ]);
    expect(allocate(money(101, 'EUR'), [0, 0]).map((part) => part.minor)).toEqual([51, 50]);
    for (const weights of [[], [-1, 2], [0.5], [Number.NaN]]) {
      expect(() => allocate(money(1, 'EUR'), weights)).toThrow(
        refused('INVALID_ARGUMENT', /^weights are whole numbers from 0/),
      );
    }
  });

  test('what is left goes to the largest remainders, and among equals to the earlier part', () => {
    const minors = (value: number, weights: number[]) =>
      allocate(money(value, 'EUR'), weights).map((part) => part.minor);
    expect(minors(100, [1, 5, 1])).toEqual([14, 72, 14]);
    expect(minors(10, [1, 2, 6])).toEqual([1, 2, 7]);
    expect(minors(10, [6, 2, 1])).toEqual([7, 2, 1]);
    expect(minors(5, [1, 3, 1, 3])).toEqual([1, 2, 0, 2]);
    expect(minors(2, [1, 1, 1, 1])).toEqual([1, 1, 0, 0]);
    expect(minors(2, [2, 1])).toEqual([1, 1]);
  });

  test('half goes to the even neighbour, all else to the nearest', () => {
    const rounded = [-25n, -15n, -5n, 5n, 15n, 25n, 26n, 24n].map((value) =>
      divideHalfEven(value, 10n),
    );
    expect(rounded).toEqual([-2n, -2n, 0n, 0n, 2n, 2n, 3n, 2n]);
    for (const divisor of [0n, -10n])
      expect(() => divideHalfEven(1n, divisor)).toThrow(
        refused('INVALID_ARGUMENT', /must be positive/),
      );
  });

  test('a rate is read exactly, and only as a plain decimal', () => {
    expect(parseRate('0.19')).toEqual({ numerator: 19n, denominator: 100n });
    expect(parseRate('19')).toEqual({ numerator: 19n, denominator: 1n });
    expect(parseRate('0.123456')).toEqual({ numerator: 123_456n, denominator: 1_000_000n });
    for (const text of ['', '-0.1', 'a0.1', '100', '0.1234567', '0.1%', '.1', '1.']) {
      expect(() => parseRate(text), text).toThrow(
        refused('INVALID_DECIMAL', /^a rate is a decimal such as 0.19$/),
      );
    }
  });
});
