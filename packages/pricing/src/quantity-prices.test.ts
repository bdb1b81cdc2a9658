import { expect, test } from 'vitest';
import { compileRules } from './compile-rules.js';
import { quantityPrices } from './quantity-prices.js';
import { priceBasket } from './price-basket.js';
import type { PricingRule } from './rules.js';
import { line, priceList, settings, zone } from './testing/rule-builders.js';

const now = new Date('2026-06-01');
const member = { kind: 'GROUP_MEMBER', id: 'b2b:u', groupId: 'b2b', userId: 'u' } as const;
const trade = priceList(
  {},
  {
    customerGroupIds: ['b2b'],
    prices: [
      { variantId: 'a', fromQuantity: 1, amount: 900 },
      { variantId: 'a', fromQuantity: 10, amount: 800 },
      { variantId: 'a', fromQuantity: 50, amount: 800 },
    ],
  },
);
const variant = { variantId: 'a', unitPrice: { minor: 1_000, currency: 'EUR' } };
const EUR = (minor: number) => ({ minor, currency: 'EUR' });
const pricesFor = (userId: string | undefined, ...rules: PricingRule[]) =>
  quantityPrices(
    variant,
    { currency: 'EUR', now, ...(userId === undefined ? {} : { userId }) },
    compileRules(rules),
  );

test('a member of the group sees the prices of the list by quantity, and what they are compared with', () => {
  expect(pricesFor('u', trade, member)).toEqual({
    tiers: [
      { fromQuantity: 1, unitPrice: EUR(900) },
      { fromQuantity: 10, unitPrice: EUR(800) },
    ],
    regularPrice: EUR(1_000),
  });
});

test('everybody else sees the price of catalog alone', () => {
  const plain = { tiers: [{ fromQuantity: 1, unitPrice: EUR(1_000) }], regularPrice: null };
  expect(pricesFor(undefined, trade, member)).toEqual(plain);
  expect(pricesFor('other', trade, member)).toEqual(plain);
  expect(pricesFor('u', { ...trade, isActive: false }, member)).toEqual(plain);
  expect(pricesFor('u', { ...trade, validTo: now.toISOString() }, member)).toEqual(plain);
});

test('of overlapping lists the highest priority counts, of equal ones the lowest price', () => {
  const lists = (...priorities: [number, number][]) =>
    priorities.map(([priority, amount], at) =>
      priceList({ a: amount }, { id: `list-${at}`, priority }),
    );
  const unit = (...rules: PricingRule[]) => pricesFor(undefined, ...rules)!.tiers[0]!.unitPrice;
  expect(unit(...lists([1, 950], [2, 990]))).toEqual(EUR(990));
  expect(unit(...lists([2, 950], [2, 940], [1, 1]))).toEqual(EUR(940));
});

test('a list that asks for more than catalog strikes nothing through', () => {
  expect(pricesFor(undefined, priceList({ a: 1_200 }))).toEqual({
    tiers: [{ fromQuantity: 1, unitPrice: EUR(1_200) }],
    regularPrice: null,
  });
});

test('without a price in the currency there is none', () => {
  expect(quantityPrices(variant, { currency: 'USD', now }, compileRules([]))).toBeNull();
});

test('a basket is priced as its tiers say, whatever the quantity', () => {
  const compiled = compileRules([trade, member]);
  const { tiers } = pricesFor('u', trade, member)!;
  for (const quantity of [1, 2, 9, 10, 11, 49, 50, 51]) {
    const lines = [line('a', 1_000, quantity)];
    const priced = priceBasket({ currency: 'EUR', lines, codes: [], userId: 'u', now }, compiled);
    const tier = tiers.findLast(({ fromQuantity }) => fromQuantity <= quantity)!;
    expect(priced.lines[0]!.unitPrice).toEqual(tier.unitPrice);
    expect(priced.lines[0]!.regularPrice).toEqual(EUR(1_000));
  }
});

test('under reverse charge both prices are without the tax', () => {
  const rules = [settings(), zone('DE', { standard: '0.19' }), trade, member];
  const abroad = zone('AT', { standard: '0.2' }, { isReverseCharge: true });
  const priced = priceBasket(
    {
      currency: 'EUR',
      lines: [line('a', 1_190, 10)],
      codes: [],
      userId: 'u',
      vatNumber: 'ATU13585627',
      destination: { country: 'AT', region: null, postalCode: null },
      now,
    },
    compileRules([...rules, abroad]),
  );
  // 8.00 × 100/119 = 6.7227, 11.90 × 100/119 = 10.00
  expect(priced.lines[0]).toMatchObject({ unitPrice: EUR(672), regularPrice: EUR(1_000) });
});
