import type { Area } from './area.js';
import type { CompiledCurrency } from './exchange.js';
import type { Share } from './exact-amounts.js';
import type {
  DiscountCodeRule,
  PriceListRule,
  PromotionRule,
  ShippingMethodRule,
  TaxSettingsRule,
} from './rules.js';
import type { Span } from './validity.js';

/** A rate of a zone with its time. */
export interface CompiledRate {
  readonly name: string;
  readonly share: Share;
  readonly span: Span;
}

/** Taxes of an area. */
export interface CompiledZone {
  readonly id: string;
  readonly area: Area;
  readonly isReverseCharge: boolean;
  /** Rates by category, the one that began last first. */
  readonly rates: ReadonlyMap<string, readonly CompiledRate[]>;
}

/** A way of delivery with its area. */
export interface CompiledMethod {
  readonly rule: ShippingMethodRule;
  readonly area: Area;
}

/** Goods that a promotion looks at; undefined in CompiledPromotion: all. */
export interface CompiledSelection {
  readonly products: ReadonlySet<string>;
  readonly variants: ReadonlySet<string>;
  readonly categories: ReadonlySet<string>;
}

/** A promotion with what is read only once. */
export interface CompiledPromotion {
  readonly rule: PromotionRule;
  readonly span: Span;
  readonly selection: CompiledSelection | undefined;
  /** Rate of the effect; of a FIXED_AMOUNT and FREE_SHIPPING undefined. */
  readonly share: Share | undefined;
  /** Tiers of QUANTITY_TIERS, the highest first. */
  readonly tiers: readonly { from: number; share: Share }[];
}

/** A price list with its prices by variant, the highest quantity first. */
export interface CompiledPriceList {
  readonly rule: PriceListRule;
  readonly span: Span;
  readonly prices: ReadonlyMap<string, readonly { fromQuantity: number; amount: number }[]>;
}

/** A rule that cannot be applied, and why. */
export interface IgnoredRule {
  readonly id: string;
  readonly kind: string;
  readonly problem: string;
}

/** All rules with their indexes, made by compileRules. */
export interface CompiledRules {
  /** Undefined: gross prices, and no country is the shop's own. */
  readonly settings: TaxSettingsRule | undefined;
  readonly zones: readonly CompiledZone[];
  /** In the order of presentation. */
  readonly methods: readonly CompiledMethod[];
  /** There is no rule about shipping: one free standard delivery is offered. */
  readonly hasDefaultMethod: boolean;
  readonly promotions: ReadonlyMap<string, CompiledPromotion>;
  readonly automatic: readonly CompiledPromotion[];
  readonly codes: ReadonlyMap<string, DiscountCodeRule>;
  /** Codes by lookalikeKey; null: several look like this. */
  readonly lookalikes: ReadonlyMap<string, DiscountCodeRule | null>;
  readonly groupsByUser: ReadonlyMap<string, ReadonlySet<string>>;
  /** Active lists by currency, higher priority first. */
  readonly priceLists: ReadonlyMap<string, readonly CompiledPriceList[]>;
  /** Further currencies that are sold in. */
  readonly currencies: ReadonlyMap<string, CompiledCurrency>;
  /** What compileRules could not read; the rest is applied. For the log. */
  readonly ignored: readonly IgnoredRule[];
}
