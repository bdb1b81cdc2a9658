import { MoneyError } from '@emporium/money/money-error';
import { type Money, money } from '@emporium/money/money';
import type { Basket, BasketLine } from './basket.js';
import type { CompiledRules } from './compiled-rules.js';
import { convert, type Exchange } from './exchange.js';
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

/** How amounts of one currency become those of another; undefined: not at all. */
function exchangeOf(from: string, to: string, compiled: CompiledRules): Exchange | undefined {
  const currency = compiled.currencies.get(to);
  return currency?.base === from ? currency.exchange : undefined;
}

/** An amount in another currency by the rate; undefined when there is none. */
export function amountIn(
  amount: Money,
  currency: string,
  compiled: CompiledRules,
): Money | undefined {
  if (amount.currency === currency) return amount;
  const exchange = exchangeOf(amount.currency, currency, compiled);
  return exchange && money(convert(amount.minor, exchange), currency);
}

/**
 * The price of one unit for everybody: catalog's; in another currency that of a list for everybody,
 * else catalog's by the rate. Undefined when there is none.
 */
export function regularPriceOf(
  variant: StatedVariant,
  { currency, now }: PriceRequest,
  compiled: CompiledRules,
): number | undefined {
  const { unitPrice } = variant;
  if (unitPrice.currency === currency) return money(unitPrice.minor, currency).minor;
  const listed = listPriceOf(variant, 1, { currency, now }, compiled);
  const exchange = exchangeOf(unitPrice.currency, currency, compiled);
  return listed ?? (exchange && convert(unitPrice.minor, exchange));
}

/**
 * The price of one unit: that of a list in the currency; else what it costs in catalog's currency,
 * by a list or as catalog states it, by the rate. A price that was agreed for the line goes before
 * lists. Undefined when there is none.
 */
export function findUnitPrice(
  variant: StatedVariant,
  quantity: number,
  request: PriceRequest,
  compiled: CompiledRules,
): number | undefined {
  const listed = listPriceOf(variant, quantity, request, compiled);
  if (listed !== undefined) return listed;
  const { minor, currency } = variant.unitPrice;
  if (currency === request.currency) return money(minor, currency).minor;
  const exchange = exchangeOf(currency, request.currency, compiled);
  if (!exchange) return undefined;
  return convert(
    listPriceOf(variant, quantity, { ...request, currency }, compiled) ?? minor,
    exchange,
  );
}

/**
 * Of the lists in this currency that are valid, meant for this customer, and have a price for this
 * quantity, the one with the highest priority; of equal ones the lowest price.
 */
function listPriceOf(
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
  return found && money(found.amount, request.currency).minor;
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
