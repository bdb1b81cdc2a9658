import { expect, test } from 'vitest';
import type { Basket } from './basket.js';
import { compileRules } from './compile-rules.js';
import { priceBasket } from './price-basket.js';
import type { PricingRule } from './rules.js';
import {
  area,
  code,
  line,
  method,
  priceList,
  promotion,
  settings,
  zone,
} from './testing/rule-builders.js';

const basket = (some: Partial<Basket> = {}): Basket => ({
  currency: 'EUR',
  lines: [line('a', 11900)],
  codes: [],
  destination: { country: 'DE', region: null, postalCode: null },
  now: new Date('2026-06-01T12:00:00Z'),
  ...some,
});
const price = (rules: PricingRule[], some: Partial<Basket> = {}) =>
  priceBasket(basket(some), compileRules(rules));
const percent = (rate: string) => ({ type: 'PERCENTAGE' as const, rate, target: 'LINES' as const });

test('rules that cannot be read have no effect and are named', () => {
  const rules = [
    zone('DE', { standard: '-0.19', reduced: '19 %' }),
    promotion({ id: 'negative', effect: percent('-0.5') }),
    promotion({ id: 'huge', effect: percent('1e400') }),
    promotion({ id: 'never', validFrom: 'tomorrow' }),
    promotion({ id: 'tiers', effect: { type: 'QUANTITY_TIERS', tiers: [{ from: 1, rate: '' }] } }),
    priceList({ a: 1 }, { validTo: 'soon' }),
    { kind: 'LATER', id: 'newer' } as unknown as PricingRule,
  ];
  const { total, tax, discounts } = price([settings(), ...rules]);
  expect([total.minor, tax.minor, discounts]).toEqual([11900, 0, []]);
  const ignored = compileRules(rules).ignored.map(({ id }) => id);
  expect(ignored.toSorted()).toEqual([
    'huge',
    'list',
    'negative',
    'never',
    'newer',
    'tiers',
    'zone-DE',
    'zone-DE',
  ]);
});

test('a reduction of more than everything takes everything, not more', () => {
  const rules = [
    promotion({ effect: percent('99') }),
    promotion({
      id: 'units',
      effect: {
        type: 'FIXED_AMOUNT',
        amount: { minor: Number.MAX_SAFE_INTEGER, currency: 'EUR' },
        target: 'UNIT',
      },
    }),
  ];
  expect(price(rules, { lines: [line('a', 100, 999)] }).total.minor).toBe(0);
});

test('of overlapping zones one counts, the same in whatever order they come', () => {
  const zones = [
    zone('DE', { standard: '0.19' }),
    zone('DE', { standard: '0.07' }, { id: 'again' }),
  ];
  for (const rules of [zones, zones.toReversed()])
    expect(price([settings(), ...rules]).taxLines.map(({ rate }) => rate)).toEqual(['0.07']);
});

test('of two rates that begin together the higher one counts, in whatever order they stand', () => {
  const both = zone('DE', { standard: '0.07' });
  both.rates.push({ ...both.rates[0]!, rate: '0.19' });
  const turned = { ...both, rates: both.rates.toReversed() };
  for (const rule of [both, turned]) expect(price([settings(), rule]).tax.minor).toBe(1900);
});

test('what refers to something missing has no effect', () => {
  const rules = [
    code('GONE', 'nothing'),
    promotion({ conditions: { customerGroupIds: ['gone'] } }),
    promotion({
      id: 'empty',
      conditions: { selection: { productIds: [], variantIds: [], categoryIds: [] } },
    }),
    { kind: 'GROUP_MEMBER', id: 'g:u', groupId: 'g', userId: 'u' } as const,
  ];
  const { codes, discount } = price(rules, { codes: ['gone'], userId: 'u' });
  expect([codes[0]?.problem, discount.minor]).toEqual(['UNKNOWN', 0]);
});

test('an address without a method, an unknown method, a method without an address are told', () => {
  const rules = [
    method(),
    method({ id: 'off', isActive: false }),
    method({ id: 'yen', currency: 'JPY' }),
    method({ id: 'none', price: { by: 'VALUE', tiers: [] } }),
    method({ id: 'unreadable', area: area(['DE'], { postalCodes: ['-'] }) }),
  ];
  const problem = (shippingMethodId: string, country: string | null = 'DE') => {
    const destination = country ? { country, region: null, postalCode: '10115' } : undefined;
    const priced = price(rules, { shippingMethodId, destination });
    expect(priced.shipping === null).toBe(priced.shippingProblem !== undefined);
    return priced.shippingProblem;
  };
  expect(problem('parcel')).toBeUndefined();
  expect(problem('parcel', 'NZ')).toBe('NOT_OFFERED');
  expect(problem('parcel', null)).toBe('NO_DESTINATION');
  expect(problem('standard')).toBe('UNKNOWN_METHOD');
  for (const id of ['off', 'yen', 'none', 'unreadable'])
    expect(problem(id), id).toBe('NOT_OFFERED');
});

test('a price that is no price is refused: negative, in another currency, beyond 2^53-1', () => {
  const refused = (reason: string) => expect.objectContaining({ name: 'MoneyError', reason });
  const most = Number.MAX_SAFE_INTEGER;
  const bad: [string, Partial<Basket>][] = [
    ['INVALID_ARGUMENT', { lines: [line('a', -1)] }],
    ['INVALID_ARGUMENT', { lines: [line('a', 1, -1)] }],
    ['INVALID_ARGUMENT', { lines: [line('a', -1, -1)] }],
    ['NOT_REPRESENTABLE', { lines: [line('a', 0.5)] }],
    ['NOT_REPRESENTABLE', { lines: [line('a', 1, 0.5)] }],
    ['CURRENCY_MISMATCH', { lines: [line('a', 1, 1, { currency: 'USD' })] }],
    ['UNKNOWN_CURRENCY', { currency: 'XXXX', lines: [] }],
    ['OVERFLOW', { lines: [line('a', most, 2)] }],
    ['OVERFLOW', { lines: [line('a', most), line('b', most)] }],
  ];
  for (const [reason, some] of bad) expect(() => price([], some)).toThrow(refused(reason));
});
