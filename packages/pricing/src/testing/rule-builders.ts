import type { BasketLine } from '../basket.js';
import type {
  CurrencyRule,
  DiscountCodeRule,
  PriceListRule,
  PromotionRule,
  ShippingMethodRule,
  TaxSettingsRule,
  TaxZoneRule,
} from '../rules.js';

// Rules and lines for tests, each with what a test does not care about filled in.

const ALWAYS = { validFrom: null, validTo: null };

/** An area of whole countries, or what `more` narrows it to. */
export const area = (countries: string[], more: Partial<TaxZoneRule['area']> = {}) => ({
  countries,
  regions: [],
  postalCodes: [],
  ...more,
});

/** The shop's settings: gross, in Germany, shipping taxed as the goods. */
export const settings = (some: Partial<TaxSettingsRule> = {}): TaxSettingsRule => ({
  kind: 'TAX_SETTINGS',
  id: 'settings',
  pricesIncludeTax: true,
  originCountry: 'DE',
  shippingTax: 'AS_GOODS',
  shippingTaxCategory: 'shipping',
  defaultTaxCategory: 'standard',
  ...some,
});

/** A zone of one country with rates by category, e.g. `{ standard: '0.19' }`. */
export const zone = (
  country: string,
  rates: Record<string, string>,
  some: Partial<TaxZoneRule> = {},
): TaxZoneRule => ({
  kind: 'TAX_ZONE',
  id: `zone-${country}`,
  name: country,
  area: area([country]),
  rates: Object.entries(rates).map(([category, rate]) => ({
    category,
    name: `VAT ${rate}`,
    rate,
    ...ALWAYS,
  })),
  isReverseCharge: false,
  ...some,
});

/** A flat method in Germany for 4.90. */
export const method = (some: Partial<ShippingMethodRule> = {}): ShippingMethodRule => ({
  kind: 'SHIPPING_METHOD',
  id: 'parcel',
  name: 'Parcel',
  description: null,
  isActive: true,
  isPickup: false,
  position: 0,
  area: area(['DE']),
  currency: 'EUR',
  price: { by: 'FLAT', amount: 490 },
  freeFrom: null,
  maxWeightGrams: null,
  minDays: null,
  maxDays: null,
  ...some,
});

/** An automatic promotion of 10 % off every line. */
export const promotion = (
  some: Partial<Omit<PromotionRule, 'conditions'>> & {
    conditions?: Partial<PromotionRule['conditions']>;
  } = {},
): PromotionRule => ({
  kind: 'PROMOTION',
  id: 'promotion',
  name: 'Promotion',
  isActive: true,
  isAutomatic: true,
  ...ALWAYS,
  priority: 0,
  isExclusive: false,
  effect: { type: 'PERCENTAGE', rate: '0.1', target: 'LINES' },
  limit: null,
  limitPerCustomer: null,
  isExhausted: false,
  ...some,
  conditions: {
    minimum: null,
    minimumQuantity: null,
    customerGroupIds: [],
    isFirstOrderOnly: false,
    selection: null,
    ...some.conditions,
  },
});

/** A code that opens a promotion. */
export const code = (
  text: string,
  promotionId: string,
  some: Partial<DiscountCodeRule> = {},
): DiscountCodeRule => ({
  kind: 'DISCOUNT_CODE',
  id: `code-${text}`,
  code: text,
  promotionId,
  isActive: true,
  limit: null,
  isExhausted: false,
  ...some,
});

/** A list of prices of one unit and more, e.g. `{ a: 900 }`. */
export const priceList = (
  prices: Record<string, number>,
  some: Partial<PriceListRule> = {},
): PriceListRule => ({
  kind: 'PRICE_LIST',
  id: 'list',
  name: 'List',
  isActive: true,
  priority: 0,
  customerGroupIds: [],
  currency: 'EUR',
  ...ALWAYS,
  prices: Object.entries(prices).map(([variantId, amount]) => ({
    variantId,
    fromQuantity: 1,
    amount,
  })),
  ...some,
});

/** A further currency beside EUR, by default Swiss francs at 0.95 in steps of 0.05. */
export const currency = (some: Partial<CurrencyRule> = {}): CurrencyRule => ({
  kind: 'CURRENCY',
  id: `cur-${some.currency ?? 'CHF'}`,
  currency: 'CHF',
  base: 'EUR',
  isActive: true,
  rate: '0.95',
  roundTo: 5,
  ...some,
});

/** A line of a variant; its product has the id `p-<variant>`. */
export const line = (
  variantId: string,
  minor: number,
  quantity = 1,
  some: Partial<BasketLine> & { currency?: string } = {},
): BasketLine => ({
  variantId,
  productId: `p-${variantId}`,
  categoryIds: [],
  quantity,
  unitPrice: { minor, currency: some.currency ?? 'EUR' },
  weightGrams: null,
  ...some,
});
