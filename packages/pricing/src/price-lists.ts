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

/** Who asks for a price, in which currency and when. */
export type PriceRequest = Pick<Basket, 'currency' | 'userId' | 'now'>;
/** A variant with the price that catalog states. */
export type StatedVariant = Pick<BasketLine, 'variantId' | 'unitPrice' | 'hasFixedPrice'>;

/** Catalog's price of one unit; undefined when it is in another currency. */
export function regularPriceOf(
  { unitPrice }: StatedVariant,
  { currency }: PriceRequest,
): number | undefined {
  if (unitPrice.currency !== currency) return undefined;
  return money(unitPrice.minor, currency).minor;
}

/**
 * The price of one unit: of the list with the highest priority that is valid, meant for this
 * customer, in this currency, and has a price for this quantity; of several such lists the lowest
 * price. Without one, and for a price that was agreed for the line, it is the line's own; undefined
 * when that is in another currency.
 */
export function findUnitPrice(
  variant: StatedVariant,
  quantity: number,
  request: PriceRequest,
  compiled: CompiledRules,
): number | undefined {
  let found: { priority: number; amount: number } | undefined;
  const now = request.now.getTime();
  const lists = variant.hasFixedPrice ? [] : (compiled.priceLists.get(request.currency) ?? []);
  for (const { rule, span, prices } of lists) {
    if (found && rule.priority < found.priority) break;
    if (!isWithin(span, now) || !isMeant(rule.customerGroupIds, request, compiled)) continue;
    const price = prices
      .get(variant.variantId)
      ?.find(({ fromQuantity }) => fromQuantity <= quantity);
    if (price && (!found || price.amount < found.amount))
      found = { priority: rule.priority, amount: price.amount };
  }
  return found ? money(found.amount, request.currency).minor : regularPriceOf(variant, request);
}

/** The price of one unit as findUnitPrice finds it. Throws MoneyError when there is none. */
export function unitPriceOf(
  variant: StatedVariant,
  quantity: number,
  request: PriceRequest,
  compiled: CompiledRules,
): number {
  const found = findUnitPrice(variant, quantity, request, compiled);
  if (found !== undefined) return found;
  throw new MoneyError(
    'CURRENCY_MISMATCH',
    `variant ${variant.variantId} has no price in ${request.currency}`,
  );
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
