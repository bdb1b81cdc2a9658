import type { Basket, PricedBasket, ShippingOption } from './basket.js';
import type { CompiledRules } from './compiled-rules.js';
import { offeredMethods } from './offered-methods.js';

/** The chosen way of delivery, or why there is none. */
export interface ChosenShipping {
  readonly option: ShippingOption | null;
  readonly problem?: PricedBasket['shippingProblem'];
}

/** Finds the chosen method among those that are offered for goods of this price. */
export function chooseShipping(
  basket: Basket,
  compiled: CompiledRules,
  goods: number,
): ChosenShipping {
  const { shippingMethodId: chosen } = basket;
  // Nothing to send costs nothing, whatever was chosen before the last line went.
  if (chosen === undefined || basket.lines.every(({ quantity }) => quantity === 0))
    return { option: null };
  const option = offeredMethods(basket, compiled, goods).find(
    ({ methodId }) => methodId === chosen,
  );
  if (option) return { option };
  const method = compiled.methods.find(({ rule }) => rule.id === chosen);
  if (!method) return { option: null, problem: 'UNKNOWN_METHOD' };
  if (!basket.destination && !method.rule.isPickup)
    return { option: null, problem: 'NO_DESTINATION' };
  return { option: null, problem: 'NOT_OFFERED' };
}
