import { expect, test } from 'vitest';
import type { Basket } from './basket.js';
import { compileRules } from './compile-rules.js';
import { priceBasket } from './price-basket.js';
import type { PricingRule } from './rules.js';
import { shippingOptions } from './shipping-options.js';
import { code, line, method, promotion, settings, zone } from './testing/rule-builders.js';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const basket = (some: Partial<Basket> = {}): Basket => ({
  currency: 'EUR',
  lines: [line('a', 1000, 2)],
  codes: [],
  destination: { country: 'DE', region: null, postalCode: '10115' },
  now: new Date('2026-06-01T12:00:00Z'),
  ...some,
});
const price = (rules: PricingRule[], some: Partial<Basket> = {}) =>
  priceBasket(basket(some), compileRules(rules));

test('without any rule prices include no tax, nothing is off, and one free delivery is offered', () => {
  expect(price([], { shippingMethodId: 'standard' })).toEqual({
    currency: 'EUR',
    pricesIncludeTax: true,
    lines: [
      {
        variantId: 'a',
        regularPrice: null,
        unitPrice: eur(1000),
        subtotal: eur(2000),
        discount: eur(0),
        tax: eur(0),
        total: eur(2000),
        taxRate: null,
        taxName: null,
      },
    ],
    discounts: [],
    codes: [],
    shipping: {
      methodId: 'standard',
      name: 'Standard delivery',
      description: null,
      price: eur(0),
      isPickup: false,
      minDays: null,
      maxDays: null,
      discount: eur(0),
      tax: eur(0),
      total: eur(0),
      taxLines: [],
    },
    taxLines: [],
    isReverseCharge: false,
    subtotal: eur(2000),
    discount: eur(0),
    shippingTotal: eur(0),
    tax: eur(0),
    total: eur(2000),
  });
  expect(shippingOptions(basket(), compileRules([]))).toMatchObject([
    { methodId: 'standard', price: eur(0) },
  ]);
});

test('a code, shipping and tax of a gross price add up to the total', () => {
  const rules = [
    settings(),
    zone('DE', { standard: '0.19' }),
    method(),
    promotion({ id: 'ten', isAutomatic: false }),
    code('SAVE10', 'ten'),
  ];
  const priced = price(rules, { codes: [' save-10 '], shippingMethodId: 'parcel' });
  // 20.00 - 10 % = 18.00, tax in it 18.00 × 19/119 = 2.874; 4.90 shipping, tax in it 0.782.
  expect(priced).toMatchObject({
    subtotal: eur(2000),
    discount: eur(200),
    shippingTotal: eur(490),
    tax: eur(287 + 78),
    total: eur(2290),
    codes: [{ code: ' save-10 ', amount: eur(200) }],
    discounts: [{ promotionId: 'ten', code: 'SAVE10', codeId: 'code-SAVE10', amount: eur(200) }],
    taxLines: [{ name: 'VAT 0.19', rate: '0.19', base: eur(2290 - 365), amount: eur(365) }],
  });
});

test('a cent that is left over goes to the same line, in whatever order lines stand', () => {
  const one = { type: 'FIXED_AMOUNT', amount: eur(1), target: 'ORDER' } as const;
  const rules = [
    settings(),
    zone('DE', { standard: '0.19', reduced: '0.07' }),
    promotion({ effect: one }),
  ];
  const lines = [line('a', 100), line('b', 100, 1, { taxCategory: 'reduced' })];
  const totals = (all: typeof lines) =>
    price(rules, { lines: all })
      .lines.toSorted((x, y) => x.variantId.localeCompare(y.variantId))
      .map(({ total }) => total.minor);
  expect(totals(lines)).toEqual([99, 100]);
  expect(totals(lines.toReversed())).toEqual([99, 100]);
});

test('of equally cheap units the same ones are got, in whatever order lines stand', () => {
  const effect = { type: 'BUY_X_GET_Y', buy: 1, get: 1, rate: '1' } as const;
  const lines = [line('b', 100), line('a', 100)];
  for (const all of [lines, lines.toReversed()]) {
    const priced = price([promotion({ effect })], { lines: all }).lines;
    expect(priced.find(({ total }) => total.minor === 0)?.variantId).toBe('a');
  }
});
