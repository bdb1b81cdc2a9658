import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Basket, PricedBasket } from './basket.js';
import { compileRules } from './compile-rules.js';
import { priceBasket } from './price-basket.js';
import { shippingOptions } from './shipping-options.js';
import { anyBasket, anyRules } from './testing/rule-arbitraries.js';

const RUNS = { numRuns: 500 };
const sum = (amounts: readonly { minor: number }[]) =>
  amounts.reduce((all, { minor }) => all + minor, 0);
const shuffled = <T>(all: readonly T[]) =>
  fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length });
const amountsOf = (priced: PricedBasket) => [
  ...[priced.subtotal, priced.discount, priced.shippingTotal, priced.tax, priced.total],
  ...priced.lines.flatMap((line) => [
    ...[line.unitPrice, line.subtotal, line.discount, line.tax, line.total],
  ]),
  ...priced.taxLines.flatMap(({ base, amount }) => [base, amount]),
  ...[...priced.discounts, ...priced.codes].map(({ amount }) => amount),
];
const withoutCode = (basket: Basket, at: number): Basket => ({
  ...basket,
  codes: basket.codes.filter((_, index) => index !== at),
});

test('lines, shipping, discounts and taxes add up, and nothing is negative', () => {
  fc.assert(
    fc.property(anyRules(), anyBasket, (rules, basket) => {
      const priced = priceBasket(basket, compileRules(rules));
      const { lines, shipping, taxLines, discounts } = priced;
      expect(sum(lines.map(({ total }) => total)) + priced.shippingTotal.minor).toBe(
        priced.total.minor,
      );
      expect(sum(lines.map(({ subtotal }) => subtotal))).toBe(priced.subtotal.minor);
      expect(sum(discounts.map(({ amount }) => amount))).toBe(priced.discount.minor);
      const parts = [...lines, ...(shipping ? [shipping] : [])];
      expect(sum(parts.map(({ discount }) => discount))).toBe(priced.discount.minor);
      expect(sum(parts.map(({ tax }) => tax))).toBe(priced.tax.minor);
      expect(sum(taxLines.map(({ amount }) => amount))).toBe(priced.tax.minor);
      const onTop = priced.pricesIncludeTax ? 0 : priced.tax.minor;
      expect(
        priced.subtotal.minor + (shipping?.price.minor ?? 0) - priced.discount.minor + onTop,
      ).toBe(priced.total.minor);
      for (const { minor, currency } of amountsOf(priced)) {
        expect(minor).toBeGreaterThanOrEqual(0);
        expect(currency).toBe(basket.currency);
      }
      for (const [at, line] of lines.entries())
        expect(line.unitPrice.minor * basket.lines[at]!.quantity).toBe(line.subtotal.minor);
    }),
    RUNS,
  );
});

test('lines and rules in another order come to the same amounts for each line and in all', () => {
  const orders = fc.tuple(anyRules(), anyBasket).chain(([rules, basket]) =>
    fc.record({
      rules: fc.constant(rules),
      basket: fc.constant(basket),
      otherRules: shuffled(rules),
      otherLines: shuffled(basket.lines),
    }),
  );
  const sorted = (priced: PricedBasket) => ({
    ...priced,
    lines: priced.lines.toSorted((a, b) => a.variantId.localeCompare(b.variantId)),
  });
  fc.assert(
    fc.property(orders, ({ rules, basket, otherRules, otherLines }) => {
      const one = priceBasket(basket, compileRules(rules));
      const other = priceBasket({ ...basket, lines: otherLines }, compileRules(otherRules));
      expect(sorted(other)).toEqual(sorted(one));
    }),
    RUNS,
  );
});

test('calculating changes neither basket nor rules, so a second time comes to the same', () => {
  fc.assert(
    fc.property(anyRules(), anyBasket, (rules, basket) => {
      const before = structuredClone({ rules, basket });
      const compiled = compileRules(rules);
      const first = priceBasket(basket, compiled);
      shippingOptions(basket, compiled);
      expect(priceBasket(basket, compiled)).toEqual(first);
      expect({ rules, basket }).toEqual(before);
    }),
  );
});

test('without exclusive promotions a removed code makes no goods cheaper', () => {
  // By one minor unit per promotion it may: a left-over of an order promotion goes to another line,
  // of which the next promotion takes off another share.
  const slack = 6;
  const goods = (priced: PricedBasket) =>
    sum(priced.lines.map(({ subtotal }) => subtotal)) -
    sum(priced.lines.map(({ discount }) => discount));
  fc.assert(
    fc.property(anyRules(fc.constant(false)), anyBasket, fc.nat(6), (rules, basket, at) => {
      const compiled = compileRules(rules);
      const fewer = priceBasket(withoutCode(basket, at), compiled);
      expect(goods(fewer)).toBeGreaterThanOrEqual(goods(priceBasket(basket, compiled)) - slack);
    }),
    RUNS,
  );
});

test('every code has an answer, and takes something off exactly when it is among the discounts', () => {
  fc.assert(
    fc.property(anyRules(), anyBasket, (rules, basket) => {
      const { codes, discounts } = priceBasket(basket, compileRules(rules));
      expect(codes.map(({ code }) => code)).toEqual(basket.codes);
      const counted = codes.filter(({ amount }) => amount.minor > 0);
      expect(counted.filter(({ problem }) => problem !== undefined)).toEqual([]);
      const byCode = discounts.filter(({ codeId, amount }) => codeId && amount.minor > 0);
      expect(sum(byCode.map(({ amount }) => amount))).toBe(sum(counted.map((each) => each.amount)));
    }),
    RUNS,
  );
});

test('a method that is offered can be chosen at the price that was shown', () => {
  fc.assert(
    fc.property(anyRules(), anyBasket, (rules, basket) => {
      const compiled = compileRules(rules);
      for (const option of basket.lines.some(({ quantity }) => quantity > 0)
        ? shippingOptions(basket, compiled)
        : []) {
        const priced = priceBasket({ ...basket, shippingMethodId: option.methodId }, compiled);
        const isComparable = !priced.isReverseCharge;
        expect(isComparable ? priced.shipping : option).toMatchObject(option);
      }
    }),
  );
});
