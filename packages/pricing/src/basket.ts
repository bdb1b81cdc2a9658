import type { Money } from '@emporium/money/money';

/** One variant that somebody wants, with what rules look at. */
export interface BasketLine {
  variantId: string;
  productId: string;
  /** Categories of the product and all their ancestors. */
  categoryIds: readonly string[];
  /** Undefined or unknown to a zone: the default category. */
  taxCategory?: string;
  quantity: number;
  /** Price of one unit as catalog states it, gross or net as the shop's settings say. */
  unitPrice: Money;
  /** True: the price was agreed for this line, and no price list changes it; promotions still do. */
  hasFixedPrice?: boolean;
  weightGrams: number | null;
}

/** Where it goes, as far as rules look at it. */
export interface Destination {
  country: string;
  region: string | null;
  postalCode: string | null;
}

/** What is to be priced, for whom, at which moment. */
export interface Basket {
  currency: string;
  lines: readonly BasketLine[];
  /** Codes as typed; matched by normalizeCode. */
  codes: readonly string[];
  /** Undefined: not known yet; taxes are those of the shop's own country, shipping is not in it. */
  destination?: Destination;
  shippingMethodId?: string;
  userId?: string;
  /** Whether the customer has no earlier order; undefined: not known (guests), counts as false. */
  isFirstOrder?: boolean;
  /** A VAT number with its country's prefix, as checkVatNumber returns it. */
  vatNumber?: string;
  now: Date;
}

/** A promotion that was applied and what it took off. */
export interface AppliedDiscount {
  promotionId: string;
  name: string;
  /** Undefined: automatic. */
  code?: string;
  codeId?: string;
  amount: Money;
}

/** Why a code does nothing. */
export type CodeProblem =
  | 'UNKNOWN'
  | 'INACTIVE'
  | 'NOT_YET_VALID'
  | 'EXPIRED'
  | 'EXHAUSTED'
  | 'MINIMUM_NOT_REACHED'
  | 'NO_MATCHING_GOODS'
  | 'NOT_FOR_THIS_CUSTOMER'
  | 'FIRST_ORDER_ONLY'
  | 'NOT_COMBINABLE'
  | 'NO_EFFECT';

/** A code as asked for; `problem` undefined: it counts. */
export interface CodeOutcome {
  code: string;
  amount: Money;
  problem?: CodeProblem;
}

/** A line with its amounts: total = subtotal - discount, tax added when prices are net. */
export interface PricedBasketLine {
  variantId: string;
  /** After price lists. */
  unitPrice: Money;
  /** Catalog's price of one unit where a price list asks for less; else null. */
  regularPrice: Money | null;
  subtotal: Money;
  /** Of lines and the line's share of order discounts. */
  discount: Money;
  tax: Money;
  total: Money;
  /** Rate that was applied, e.g. "0.19"; null: none. */
  taxRate: string | null;
  /** Name of the rate as it stands in the tax lines; null: none. */
  taxName: string | null;
}

/** Tax by name and rate; `base` is what it is charged on, without tax. */
export interface BasketTaxLine {
  name: string;
  rate: string;
  base: Money;
  amount: Money;
}

/** A way of delivery with its price for this basket. */
export interface ShippingOption {
  methodId: string;
  name: string;
  description: string | null;
  price: Money;
  isPickup: boolean;
  minDays: number | null;
  maxDays: number | null;
}

/** The chosen way of delivery with its amounts. */
export interface PricedShipping extends ShippingOption {
  discount: Money;
  tax: Money;
  total: Money;
  /** Its part of the basket's tax lines. */
  taxLines: BasketTaxLine[];
}

/** What a basket costs. Σ line totals + shipping total = total; all sums are exact. */
export interface PricedBasket {
  currency: string;
  /** Whether the amounts of this basket include tax; under reverse charge they never do. */
  pricesIncludeTax: boolean;
  lines: PricedBasketLine[];
  discounts: AppliedDiscount[];
  codes: CodeOutcome[];
  /** Null: no method chosen, or the chosen one is not offered (see `shippingProblem`). */
  shipping: PricedShipping | null;
  shippingProblem?: 'UNKNOWN_METHOD' | 'NOT_OFFERED' | 'NO_DESTINATION';
  taxLines: BasketTaxLine[];
  isReverseCharge: boolean;
  subtotal: Money;
  /** Off lines and shipping. */
  discount: Money;
  shippingTotal: Money;
  tax: Money;
  total: Money;
}
