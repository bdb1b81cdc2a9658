import { z } from 'zod';

// The rules as their owner (subgraph pricing) publishes them and as cart and orders keep them.
// A rule is replaced as a whole by a newer version; a deleted one says so and stays as a tombstone.

const id = z.string().min(1);
const instant = z.string().describe('RFC 3339 in UTC.');
const minor = z.number().int().nonnegative().describe('Minor units of the currency.');
const amount = z.object({ minor, currency: z.string().length(3).describe('ISO 4217 code.') });
const rate = z.string().describe('A decimal such as "0.19"; 1 is 100 %.');
const country = z.string().length(2).describe('ISO 3166-1 alpha-2 code.');
const validity = {
  validFrom: instant.nullable().describe('From this moment; null: always was.'),
  validTo: instant.nullable().describe('Until just before this moment; null: for ever.'),
};

/** An area that pays the same taxes or is sent to alike. The most specific match wins. */
export const areaRule = z.object({
  countries: z.array(country),
  regions: z.array(z.string()).describe('Regions as in addresses; empty: the whole country.'),
  postalCodes: z
    .array(z.string())
    .describe('Beginnings ("10") or ranges ("10000-10999") of postal codes; empty: all.'),
});

/** Taxes of an area by category of goods. */
export const taxZoneRule = z.object({
  kind: z.literal('TAX_ZONE'),
  id,
  name: z.string(),
  area: areaRule,
  rates: z
    .array(
      z.object({
        category: z.string().describe('Category of goods, e.g. "standard", "reduced", "zero".'),
        name: z.string().describe('As it stands on invoices, e.g. "VAT 19 %".'),
        rate,
        ...validity,
      }),
    )
    .describe('For one category and moment the one that began last counts.'),
  isReverseCharge: z
    .boolean()
    .describe('Business customers with a VAT number pay no tax here; it is theirs to declare.'),
});

/** How the shop states prices and taxes; there is one, with the id `settings`. */
export const taxSettingsRule = z.object({
  kind: z.literal('TAX_SETTINGS'),
  id,
  pricesIncludeTax: z.boolean().describe('Gross prices (B2C) or net prices (B2B, US).'),
  originCountry: country.describe('Where the shop is: its own country knows no reverse charge.'),
  shippingTax: z
    .enum(['AS_GOODS', 'CATEGORY'])
    .describe('Shipping is split over the rates of the goods, or has a category of its own.'),
  shippingTaxCategory: z.string(),
  defaultTaxCategory: z.string().describe('Of goods that name none.'),
});

const tiers = z
  .array(z.object({ from: z.number().int().nonnegative(), amount: minor }))
  .describe('The last one that is reached counts; nothing is reached: the method is not offered.');

/** One way of delivery in an area. */
export const shippingMethodRule = z.object({
  kind: z.literal('SHIPPING_METHOD'),
  id,
  name: z.string(),
  description: z.string().nullable(),
  isActive: z.boolean(),
  isPickup: z.boolean().describe('Fetched by the buyer: no address of delivery is needed.'),
  position: z.number().int().describe('Order of presentation.'),
  area: areaRule,
  currency: z.string().length(3),
  price: z.discriminatedUnion('by', [
    z.object({ by: z.literal('FLAT'), amount: minor }),
    z.object({ by: z.literal('WEIGHT'), tiers: tiers.describe('From grams of all goods.') }),
    z.object({ by: z.literal('VALUE'), tiers: tiers.describe('From minor units of the goods.') }),
  ]),
  freeFrom: minor.nullable().describe('Goods after discounts from this amount ship for nothing.'),
  maxWeightGrams: z.number().int().positive().nullable(),
  minDays: z.number().int().nonnegative().nullable().describe('Delivery time, working days.'),
  maxDays: z.number().int().nonnegative().nullable(),
});

const selection = z.object({
  productIds: z.array(id),
  variantIds: z.array(id),
  categoryIds: z.array(id).describe('With everything below them.'),
});

/** A reduction: automatic, or opened by a code. */
export const promotionRule = z.object({
  kind: z.literal('PROMOTION'),
  id,
  name: z.string().describe('As buyers read it.'),
  isActive: z.boolean(),
  isAutomatic: z.boolean().describe('Applies without a code.'),
  ...validity,
  priority: z.number().int().describe('Higher ones are tried first; ties by id.'),
  isExclusive: z.boolean().describe('Applied alone: nothing before it, nothing after it.'),
  conditions: z.object({
    minimum: amount.nullable().describe('Of the goods before discounts.'),
    minimumQuantity: z.number().int().positive().nullable().describe('Of the selected goods.'),
    customerGroupIds: z.array(id).describe('One of them; empty: everybody.'),
    isFirstOrderOnly: z.boolean(),
    selection: selection.nullable().describe('Only these goods count; null: all.'),
  }),
  effect: z.discriminatedUnion('type', [
    z.object({ type: z.literal('PERCENTAGE'), rate, target: z.enum(['LINES', 'ORDER']) }),
    z.object({ type: z.literal('FIXED_AMOUNT'), amount, target: z.enum(['UNIT', 'ORDER']) }),
    z.object({ type: z.literal('FREE_SHIPPING'), upTo: amount.nullable() }),
    z.object({
      type: z.literal('BUY_X_GET_Y'),
      buy: z.number().int().positive(),
      get: z.number().int().positive().describe('The cheapest units of the selection.'),
      rate: rate.describe('Off each unit that is got; "1": for nothing.'),
    }),
    z.object({
      type: z.literal('QUANTITY_TIERS'),
      tiers: z.array(z.object({ from: z.number().int().positive(), rate })),
    }),
  ]),
  limit: z.number().int().positive().nullable().describe('Redemptions in all; null: unlimited.'),
  limitPerCustomer: z.number().int().positive().nullable(),
  isExhausted: z.boolean().describe('The limit is reached as far as the owner heard.'),
});

/** A word that opens a promotion. */
export const discountCodeRule = z.object({
  kind: z.literal('DISCOUNT_CODE'),
  id,
  code: z.string().describe('In the form of normalizeCode.'),
  promotionId: id,
  isActive: z.boolean(),
  limit: z.number().int().positive().nullable().describe('Redemptions of this code.'),
  isExhausted: z.boolean(),
});

/** Who belongs to a group of customers, one rule per member (id `<group>:<user>`). */
export const groupMemberRule = z.object({
  kind: z.literal('GROUP_MEMBER'),
  id,
  groupId: id,
  userId: id,
});

/** Prices of their own for a group, a time, a quantity or a currency. */
export const priceListRule = z.object({
  kind: z.literal('PRICE_LIST'),
  id,
  name: z.string(),
  isActive: z.boolean(),
  priority: z.number().int(),
  customerGroupIds: z.array(id).describe('Empty: everybody.'),
  currency: z.string().length(3),
  ...validity,
  prices: z.array(
    z.object({ variantId: id, fromQuantity: z.number().int().positive(), amount: minor }),
  ),
});

/** A further currency that the shop sells in. */
export const currencyRule = z.object({
  kind: z.literal('CURRENCY'),
  id,
  currency: z.string().length(3),
  base: z.string().length(3).describe('Currency that the rate starts from: that of the shop.'),
  isActive: z.boolean(),
  rate: z
    .string()
    .nullable()
    .describe('Units of the currency for one unit of the base, "0.95"; null: price lists only.'),
  roundTo: z
    .number()
    .int()
    .positive()
    .describe('Converted amounts are multiples of so many minor units; 5 in CHF: 0.05.'),
});

export const pricingRule = z.discriminatedUnion('kind', [
  taxZoneRule,
  taxSettingsRule,
  shippingMethodRule,
  promotionRule,
  discountCodeRule,
  groupMemberRule,
  priceListRule,
  currencyRule,
]);

export type AreaRule = z.infer<typeof areaRule>;
export type TaxZoneRule = z.infer<typeof taxZoneRule>;
export type TaxSettingsRule = z.infer<typeof taxSettingsRule>;
export type ShippingMethodRule = z.infer<typeof shippingMethodRule>;
export type PromotionRule = z.infer<typeof promotionRule>;
export type DiscountCodeRule = z.infer<typeof discountCodeRule>;
export type GroupMemberRule = z.infer<typeof groupMemberRule>;
export type PriceListRule = z.infer<typeof priceListRule>;
export type CurrencyRule = z.infer<typeof currencyRule>;
export type PricingRule = z.infer<typeof pricingRule>;
