import { type Money, money } from '@emporium/money/money';
import type { CompiledRules } from './compiled-rules.js';
import {
  findUnitPrice,
  type PriceRequest,
  regularPriceOf,
  type StatedVariant,
} from './price-lists.js';

/** Price of one unit from a quantity on. */
export interface QuantityPrice {
  fromQuantity: number;
  unitPrice: Money;
}

/** What one buyer pays for a variant. */
export interface VariantPrices {
  /**
   * Ascending by quantity. The first is from 1 unit, unless lists alone know the currency and begin
   * later.
   */
  tiers: QuantityPrice[];
  /** Catalog's price where one unit costs less than that; else null. */
  regularPrice: Money | null;
}

/** Most tiers that are stated; a basket is priced by all. */
const MOST_TIERS = 50;

/**
 * The prices that a basket of this variant would have, by quantity: those of price lists where they
 * are meant for the buyer, else catalog's. Null when the variant has no price in this currency.
 */
export function quantityPrices(
  variant: StatedVariant,
  request: PriceRequest,
  compiled: CompiledRules,
): VariantPrices | null {
  const { currency } = request;
  const tiers: QuantityPrice[] = [];
  let first: number | undefined;
  for (const fromQuantity of quantitiesToAsk(variant, compiled)) {
    const minor = findUnitPrice(variant, fromQuantity, request, compiled);
    if (minor === undefined) continue;
    first ??= minor;
    if (tiers.at(-1)?.unitPrice.minor === minor) continue;
    tiers.push({ fromQuantity, unitPrice: money(minor, currency) });
    if (tiers.length === MOST_TIERS) break;
  }
  if (first === undefined) return null;
  const regular = regularPriceOf(variant, request, compiled);
  const isReduced = regular !== undefined && first < regular;
  return { tiers, regularPrice: isReduced ? money(regular, currency) : null };
}

/** 1 and every quantity from which some list has a price of the variant. */
function quantitiesToAsk({ variantId }: StatedVariant, compiled: CompiledRules): number[] {
  const quantities = new Set([1]);
  for (const lists of compiled.priceLists.values())
    for (const { prices } of lists)
      for (const { fromQuantity } of prices.get(variantId) ?? []) quantities.add(fromQuantity);
  return [...quantities].sort((a, b) => a - b);
}
