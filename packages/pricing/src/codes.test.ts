import { expect, test } from 'vitest';
import type { Basket, CodeProblem } from './basket.js';
import { compileRules } from './compile-rules.js';
import { priceBasket } from './price-basket.js';
import type { PricingRule } from './rules.js';
import { code, line, method, promotion } from './testing/rule-builders.js';

const basket = (some: Partial<Basket> = {}): Basket => ({
  currency: 'EUR',
  lines: [line('a', 1000, 2)],
  codes: ['CODE'],
  destination: { country: 'DE', region: null, postalCode: '10115' },
  now: new Date('2026-06-01T12:00:00Z'),
  ...some,
});
const answers = (rules: PricingRule[], some: Partial<Basket> = {}) =>
  priceBasket(basket(some), compileRules(rules)).codes.map(
    ({ amount, problem }) => problem ?? amount.minor,
  );
type Some = Parameters<typeof promotion>[0];
const opened = (some: Some = {}) => promotion({ isAutomatic: false, id: 'p', ...some });
const FREE: Some = { effect: { type: 'FREE_SHIPPING', upTo: null } };
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const other = { productIds: [], variantIds: ['other'], categoryIds: [] };
const OFF = { code: 'CODE', promotionId: 'p' };

test.each<[CodeProblem, string, Some, Parameters<typeof code>[2]?]>([
  ['INACTIVE', 'a promotion that is switched off', { isActive: false }],
  ['INACTIVE', 'a code that is switched off', {}, { isActive: false }],
  ['NOT_YET_VALID', 'a later one', { validFrom: '2026-06-01T12:00:00.001Z' }],
  ['EXPIRED', 'one that ends now', { validTo: '2026-06-01T14:00:00+02:00' }],
  ['EXHAUSTED', 'a promotion at its limit', { isExhausted: true }],
  ['EXHAUSTED', 'a code at its limit', {}, { isExhausted: true }],
  ['NOT_FOR_THIS_CUSTOMER', 'another group', { conditions: { customerGroupIds: ['g'] } }],
  ['FIRST_ORDER_ONLY', 'a guest', { conditions: { isFirstOrderOnly: true } }],
  ['NO_MATCHING_GOODS', 'other goods', { conditions: { selection: other } }],
  ['MINIMUM_NOT_REACHED', '20.01 of 20.00', { conditions: { minimum: eur(2001) } }],
  ['MINIMUM_NOT_REACHED', 'three units of two', { conditions: { minimumQuantity: 3 } }],
  [
    'MINIMUM_NOT_REACHED',
    'buy 2 get 1 with two units',
    { effect: { type: 'BUY_X_GET_Y', buy: 2, get: 1, rate: '1' } },
  ],
  ['UNKNOWN', 'a promotion that is gone', { id: 'gone' }],
])('%s: %s', (problem, _, some, ofCode) => {
  expect(answers([opened(some), code('CODE', 'p', ofCode)])).toEqual([problem]);
});

test('what is typed finds its code, and what is none is unknown', () => {
  const rules = [opened(), code('SAVE10', 'p')];
  const found = ['save10', ' Save-10\u200b', 'ＳＡＶＥ１０', 'SАVЕ10', 'SAVE1O', 'SAVEl0'];
  for (const text of found) expect(answers(rules, { codes: [text] }), text).toEqual([200]);
  const unknown = ['', '   ', 'SAVE11', 'SAVE', '💸', 'x'.repeat(100_000)];
  for (const text of unknown) expect(answers(rules, { codes: [text] })).toEqual(['UNKNOWN']);
});

test('a code that looks like two others is neither of them, and each is itself', () => {
  const rules = [
    ...[
      opened(),
      opened({ id: 'q', effect: { type: 'PERCENTAGE', rate: '0.2', target: 'LINES' } }),
    ],
    ...[code('GO10', 'p'), code('GOIO', 'q')],
  ];
  expect(answers(rules, { codes: ['GO1O'] })).toEqual(['UNKNOWN']);
  expect(answers(rules, { codes: ['GO10'] })).toEqual([200]);
  expect(answers(rules, { codes: ['GOIO'] })).toEqual([400]);
});

test('one promotion counts once: the first code that holds has it', () => {
  const rules = [
    opened(),
    code('ONE', 'p', { isExhausted: true }),
    code('TWO', 'p'),
    code('SIX', 'p'),
  ];
  expect(answers(rules, { codes: ['ONE', 'TWO', 'SIX', 'two'] })).toEqual([
    ...['EXHAUSTED', 200, 'NOT_COMBINABLE', 'NOT_COMBINABLE'],
  ]);
});

test('an exclusive promotion and others keep each other out, whichever comes first', () => {
  const codes = { codes: ['ALONE', 'CODE'] };
  const rules = (priority: number) => [
    opened(),
    opened({ id: 'alone', isExclusive: true, priority }),
    ...[code('CODE', 'p'), code('ALONE', 'alone')],
  ];
  expect(answers(rules(1), codes)).toEqual([200, 'NOT_COMBINABLE']);
  expect(answers(rules(-1), codes)).toEqual(['NOT_COMBINABLE', 200]);
});

test('free shipping is accepted before a method is chosen, and has no effect on a free one', () => {
  const rules = [opened(FREE), code('CODE', 'p'), method(), method({ id: 'free', freeFrom: 0 })];
  expect(answers(rules)).toEqual([0]);
  expect(answers(rules, { shippingMethodId: 'parcel' })).toEqual([490]);
  expect(answers(rules, { shippingMethodId: 'free' })).toEqual(['NO_EFFECT']);
});

test('an exclusive free shipping without an effect keeps nothing out', () => {
  const rules = [
    opened({ ...FREE, isExclusive: true, priority: 9 }),
    code('CODE', 'p'),
    promotion(),
  ];
  const priced = priceBasket(basket({ shippingMethodId: 'standard' }), compileRules(rules));
  expect(priced.discount).toEqual(eur(200));
  expect(priced.codes).toEqual([{ code: 'CODE', amount: eur(0), problem: 'NOT_COMBINABLE' }]);
});

test('a discount in another currency has no effect', () => {
  const effect = { type: 'FIXED_AMOUNT', amount: { minor: 5, currency: 'USD' }, target: 'ORDER' };
  expect(answers([opened({ effect } as Some), { ...code('CODE', 'p'), ...OFF }])).toEqual([
    'NO_EFFECT',
  ]);
});

test('a code of a group, of a first order, counts for those', () => {
  const member = { kind: 'GROUP_MEMBER', id: 'g:u', groupId: 'g', userId: 'u' } as const;
  const group = opened({ conditions: { customerGroupIds: ['g'], isFirstOrderOnly: true } });
  const rules = [group, code('CODE', 'p'), member];
  expect(answers(rules, { userId: 'u', isFirstOrder: true })).toEqual([200]);
  expect(answers(rules, { userId: 'v', isFirstOrder: true })).toEqual(['NOT_FOR_THIS_CUSTOMER']);
});
