import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate } from './allocate.js';
import { currencyDigits } from './currency-digits.js';
import { decimalOf, fromDecimal } from './decimal.js';
import { add, compare, money, multiply, subtract, sum, zero } from './money.js';
import { MoneyError } from './money-error.js';
import { divideHalfEven } from './rounding.js';

const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'USD', 'CLF', 'MGA');
const minor = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const small = fc.integer({ min: -1e15, max: 1e15 });

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
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }), (price, n, m) => {
        const unit = money(price, 'EUR');
        expect(multiply(unit, n)).toEqual(
          sum(
            Array.from({ length: n }, () => unit),
            'EUR',
          ),
        );
        expect(multiply(unit, n + m)).toEqual(add(multiply(unit, n), multiply(unit, m)));
      }),
    );
  });

  test('a result is exact or refused, never rounded by overflow', () => {
    fc.assert(
      fc.property(minor, minor, (x, y) => {
        const exact = BigInt(x) + BigInt(y);
        const fits = exact <= BigInt(Number.MAX_SAFE_INTEGER) && exact >= -BigInt(Number.MAX_SAFE_INTEGER);
        if (fits) expect(BigInt(add(money(x, 'EUR'), money(y, 'EUR')).minor)).toBe(exact);
        else expect(() => add(money(x, 'EUR'), money(y, 'EUR'))).toThrow(MoneyError);
      }),
    );
    expect(() => multiply(money(2 ** 40, 'EUR'), 2 ** 20)).toThrow(MoneyError);
  });

  test('amounts of different currencies never mix', () => {
    for (const mix of [add, subtract, compare]) expect(() => mix(money(1, 'EUR'), money(1, 'USD'))).toThrow(MoneyError);
    expect(() => sum([money(1, 'EUR'), money(1, 'USD')], 'EUR')).toThrow(MoneyError);
  });

  test('fractions, NaN, infinities and unknown currencies are no money', () => {
    for (const value of [0.5, Number.NaN, Infinity, -Infinity, 2 ** 53]) expect(() => money(value, 'EUR')).toThrow(MoneyError);
    for (const code of ['', 'eur', 'XXX1', 'EURO', 'toString']) expect(() => money(1, code)).toThrow(MoneyError);
    for (const quantity of [0.5, Number.NaN, Infinity]) expect(() => multiply(money(1, 'EUR'), quantity)).toThrow(MoneyError);
    expect(Object.is(multiply(money(-5, 'EUR'), 0).minor, 0)).toBe(true);
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
    for (const text of bad) expect(() => fromDecimal(text, 'EUR'), JSON.stringify(text)).toThrow(MoneyError);
    expect(() => fromDecimal('1.5', 'JPY')).toThrow(MoneyError);
    expect(() => fromDecimal('90071992547409.92', 'EUR')).toThrow(MoneyError);
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
    expect(() => allocate(money(1, 'EUR'), [])).toThrow(MoneyError);
    expect(() => allocate(money(1, 'EUR'), [-1, 2])).toThrow(MoneyError);
  });

  test('half goes to the even neighbour, all else to the nearest', () => {
    const rounded = [-25n, -15n, -5n, 5n, 15n, 25n, 26n, 24n].map((value) => divideHalfEven(value, 10n));
    expect(rounded).toEqual([-2n, -2n, 0n, 0n, 2n, 2n, 3n, 2n]);
  });
});
