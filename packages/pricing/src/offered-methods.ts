import { money } from '@emporium/money/money';
import { bestFits, placeOf } from './area.js';
import type { Basket, ShippingOption } from './basket.js';
import type { CompiledMethod, CompiledRules } from './compiled-rules.js';
import { total } from './exact-amounts.js';
import type { ShippingMethodRule } from './rules.js';

/** Id of the free delivery that a shop without a shipping rule offers. */
export const DEFAULT_METHOD_ID = 'standard';

/** The ways of delivery for goods that cost this much after discounts (see shippingOptions). */
export function offeredMethods(
  basket: Basket,
  compiled: CompiledRules,
  goods: number,
): ShippingOption[] {
  if (compiled.hasDefaultMethod) return [defaultMethod(basket.currency)];
  const inCurrency = compiled.methods.filter(
    ({ rule }) => rule.isActive && rule.currency === basket.currency,
  );
  const place = basket.destination && placeOf(basket.destination);
  const sent = inCurrency.filter(({ rule }) => !rule.isPickup);
  const fits = new Set<CompiledMethod>(place ? bestFits(sent, place) : []);
  const weight = total(
    basket.lines.map(({ weightGrams, quantity }) => (weightGrams ?? 0) * quantity),
  );
  return inCurrency.flatMap((method): ShippingOption[] => {
    const { rule } = method;
    if (!rule.isPickup && !fits.has(method)) return [];
    if (rule.maxWeightGrams !== null && weight > rule.maxWeightGrams) return [];
    const price = priceOf(rule, goods, weight);
    return price === undefined ? [] : [optionOf(rule, price)];
  });
}

/** Undefined: no tier is reached. */
function priceOf(rule: ShippingMethodRule, goods: number, weight: number): number | undefined {
  const { price } = rule;
  let found: number | undefined;
  if (price.by === 'FLAT') found = price.amount;
  else {
    const reached = price.by === 'WEIGHT' ? weight : goods;
    // The highest one that is reached, in whatever order they stand.
    let from = -1;
    for (const tier of price.tiers)
      if (tier.from <= reached && tier.from > from) ({ from, amount: found } = tier);
  }
  if (found === undefined) return undefined;
  return rule.freeFrom !== null && goods >= rule.freeFrom ? 0 : found;
}

function optionOf(rule: ShippingMethodRule, price: number): ShippingOption {
  const { name, description, isPickup, minDays, maxDays } = rule;
  return {
    methodId: rule.id,
    name,
    description,
    price: money(price, rule.currency),
    isPickup,
    minDays,
    maxDays,
  };
}

function defaultMethod(currency: string): ShippingOption {
  return {
    methodId: DEFAULT_METHOD_ID,
    name: 'Standard delivery',
    description: null,
    price: money(0, currency),
    isPickup: false,
    minDays: null,
    maxDays: null,
  };
}
