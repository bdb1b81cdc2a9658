import type { Basket, ShippingOption } from './basket.js';
import type { CompiledRules } from './compiled-rules.js';
import { offeredMethods } from './offered-methods.js';
import { rulesInCurrency } from './rules-in-currency.js';
import { priceGoods } from './price-goods.js';

/**
 * The ways of delivery for a basket with their prices before shipping promotions, in the order of
 * presentation. Only methods whose area fits best are offered (postal code before region before
 * country before everywhere), so that a method for islands replaces that of the country; pick-up
 * comes on top and needs no destination.
 */
export function shippingOptions(basket: Basket, rules: CompiledRules): ShippingOption[] {
  const compiled = rulesInCurrency(rules, basket.currency);
  return offeredMethods(basket, compiled, priceGoods(basket, compiled).goods);
}
