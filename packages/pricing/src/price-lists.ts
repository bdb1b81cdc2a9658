import { MoneyError } from '@emporium/money/money-error';
import { money } from '@emporium/money/money';
import type { Basket, BasketLine } from './basket.js';
import type { CompiledRules } from './compiled-rules.js';
import { isWithin } from './validity.js';

/** Units of each variant in all lines: prices by quantity look at them together. */
export function quantitiesOf(lines: readonly BasketLine[]): Map<string, number> {
  const quantities = new Map<string, number>();
  for (const { variantId, quantity } of lines)
    quantities.set(variantId, (quantities.get(variantId) ?? 0) + quantity);
  return quantities;
}

/**
 * The price of one unit: of the list with the highest priority that is valid, meant for this
 * customer, in this currency, and has a price for this quantity; of several such lists the lowest
 * price. Without one it is catalog's price. Throws MoneyError when that is in another currency.
 */
export function unitPriceOf(
  line: BasketLine,
  quantity: number,
  basket: Basket,
  compiled: CompiledRules,
): number {
  let found: { priority: number; amount: number } | undefined;
  for (const { rule, span, prices } of compiled.priceLists.get(basket.currency) ?? []) {
    if (found && rule.priority < found.priority) break;
    if (!isWithin(span, basket.now.getTime()) || !isMeant(rule.customerGroupIds, basket, compiled))
      continue;
    const price = prices.get(line.variantId)?.find(({ fromQuantity }) => fromQuantity <= quantity);
    if (price && (!found || price.amount < found.amount))
      found = { priority: rule.priority, amount: price.amount };
  }
  if (found) return money(found.amount, basket.currency).minor;
  if (line.unitPrice.currency !== basket.currency)
    throw new MoneyError(
      'CURRENCY_MISMATCH',
      `variant ${line.variantId} has no price in ${basket.currency}`,
    );
  return money(line.unitPrice.minor, basket.currency).minor;
}

/** Whether the customer is in one of the groups; no groups: everybody is. */
export function isMeant(
  groupIds: readonly string[],
  basket: Pick<Basket, 'userId'>,
  compiled: CompiledRules,
): boolean {
  if (groupIds.length === 0) return true;
  const groups = basket.userId === undefined ? undefined : compiled.groupsByUser.get(basket.userId);
  return groups !== undefined && groupIds.some((id) => groups.has(id));
}
