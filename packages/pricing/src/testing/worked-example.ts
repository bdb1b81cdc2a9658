import { decimalOf } from '@emporium/money/decimal';
import type { Basket, BasketLine } from '../basket.js';
import { compileRules } from '../compile-rules.js';
import { priceBasket } from '../price-basket.js';
import type { PricingRule } from '../rules.js';
import { settings, zone } from './rule-builders.js';

/** What is calculated by hand, how, and what comes out (see resultOf). */
export type WorkedExample = readonly [
  name: string,
  hand: string,
  rules: readonly PricingRule[],
  lines: readonly BasketLine[],
  result: string,
  basket?: Partial<Basket>,
];

/** A shop in Germany with gross prices. */
export const GROSS: readonly PricingRule[] = [
  settings(),
  zone('DE', { standard: '0.19', reduced: '0.07', zero: '0' }),
];
/** The same with net prices. */
export const NET: readonly PricingRule[] = [settings({ pricesIncludeTax: false }), GROSS[1]!];

/** Germany, as a destination. */
export const BERLIN = { country: 'DE', region: 'BE', postalCode: '10115' };

/** Prices an example. */
export function priceExample([, , rules, lines, , basket]: WorkedExample) {
  const defaults = { currency: 'EUR', codes: [], destination: BERLIN, now: new Date('2026-06-01') };
  return priceBasket({ ...defaults, lines, ...basket }, compileRules(rules));
}

/**
 * "goods 20.00 - 2.00, shipping 4.90, tax 3.65, total 22.90": subtotal, all discounts, shipping
 * after its discount (with tax on top of net prices), tax, total; then what each line costs.
 */
export function resultOf(example: WorkedExample): string {
  const priced = priceExample(example);
  const { subtotal, discount, shippingTotal, tax, total, lines } = priced;
  const each = lines.map((line) => decimalOf(line.total)).join(' ');
  return (
    `goods ${decimalOf(subtotal)} - ${decimalOf(discount)}, shipping ${decimalOf(shippingTotal)}, ` +
    `tax ${decimalOf(tax)}, total ${decimalOf(total)}${lines.length > 1 ? `; ${each}` : ''}`
  );
}
