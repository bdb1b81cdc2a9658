import { compileRules } from '@emporium/pricing/compile-rules';
import type { Basket } from '@emporium/pricing/basket';
import { priceBasket } from '@emporium/pricing/price-basket';
import type { PricingRule, PromotionRule } from '@emporium/pricing/rules';

const GOAL_MS = 1;
const LINES = 50;
const PROMOTIONS = 10;
const ROUNDS = 9;
const PER_ROUND = 400;
const ALWAYS = { validFrom: null, validTo: null };
const GERMANY = { countries: ['DE'], regions: [], postalCodes: [] };

const basket: Basket = {
  currency: 'EUR',
  lines: Array.from({ length: LINES }, (_, at) => ({
    variantId: `variant-${at}`,
    productId: `product-${at}`,
    categoryIds: [`category-${at % 7}`, `category-${at % 3}`, 'all'],
    taxCategory: at % 3 === 0 ? 'reduced' : 'standard',
    quantity: 1 + (at % 5),
    unitPrice: { minor: 199 + 137 * at, currency: 'EUR' },
    weightGrams: 250,
  })),
  codes: [],
  destination: { country: 'DE', region: 'BE', postalCode: '10115' },
  shippingMethodId: 'parcel',
  now: new Date('2026-06-01T12:00:00Z'),
};

/** Every kind of effect in turn, on all goods or on a category. */
const effects: PromotionRule['effect'][] = [
  { type: 'PERCENTAGE', rate: '0.05', target: 'LINES' },
  { type: 'FIXED_AMOUNT', amount: { minor: 15, currency: 'EUR' }, target: 'UNIT' },
  { type: 'BUY_X_GET_Y', buy: 3, get: 1, rate: '0.5' },
  { type: 'QUANTITY_TIERS', tiers: [{ from: 10, rate: '0.03' }] },
  { type: 'PERCENTAGE', rate: '0.02', target: 'ORDER' },
  { type: 'FIXED_AMOUNT', amount: { minor: 500, currency: 'EUR' }, target: 'ORDER' },
];

const rules: PricingRule[] = [
  {
    kind: 'TAX_SETTINGS',
    id: 'settings',
    pricesIncludeTax: true,
    originCountry: 'DE',
    shippingTax: 'AS_GOODS',
    shippingTaxCategory: 'standard',
    defaultTaxCategory: 'standard',
  },
  {
    kind: 'TAX_ZONE',
    id: 'germany',
    name: 'Germany',
    area: GERMANY,
    rates: [
      { category: 'standard', name: 'VAT 19 %', rate: '0.19', ...ALWAYS },
      { category: 'reduced', name: 'VAT 7 %', rate: '0.07', ...ALWAYS },
    ],
    isReverseCharge: false,
  },
  {
    kind: 'SHIPPING_METHOD',
    id: 'parcel',
    name: 'Parcel',
    description: null,
    isActive: true,
    isPickup: false,
    position: 0,
    area: GERMANY,
    currency: 'EUR',
    price: { by: 'WEIGHT', tiers: [{ from: 0, amount: 490 }] },
    freeFrom: null,
    maxWeightGrams: null,
    minDays: 1,
    maxDays: 3,
  },
  ...Array.from({ length: PROMOTIONS }, (_, at): PricingRule => ({
    kind: 'PROMOTION',
    id: `promotion-${at}`,
    name: `Promotion ${at}`,
    isActive: true,
    isAutomatic: true,
    ...ALWAYS,
    priority: at,
    isExclusive: false,
    conditions: {
      minimum: null,
      minimumQuantity: null,
      customerGroupIds: [],
      isFirstOrderOnly: false,
      selection:
        at % 2 === 0
          ? { productIds: [], variantIds: [], categoryIds: [`category-${at % 7}`] }
          : null,
    },
    effect: effects[at % effects.length]!,
    limit: null,
    limitPerCustomer: null,
    isExhausted: false,
  })),
];

/**
 * `npm run bench -- pricing`: CPU of the calculator for a cart of 50 lines with 10 automatic
 * promotions, shipping and tax. The goal is stated for CPU, so a busy machine changes little.
 */
export async function benchPricing(): Promise<void> {
  const compiled = compileRules(rules);
  const { discounts, taxLines } = priceBasket(basket, compiled);
  if (discounts.length !== PROMOTIONS || taxLines.length !== 2)
    throw new Error(`${discounts.length} promotions and ${taxLines.length} rates were applied`);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    for (let call = 0; call < PER_ROUND; call += 1) priceBasket(basket, compiled);
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / 1000 / PER_ROUND);
  }
  // The first round is in it: a process that just started prices carts as well.
  const [first = Number.NaN] = rounds;
  const middle = rounds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  console.log(
    `${LINES} lines, ${PROMOTIONS} promotions, tax: ${middle.toFixed(3)} CPU-ms per cart (median of ${ROUNDS} rounds of ${PER_ROUND}), ${first.toFixed(3)} in the first; goal ${GOAL_MS}: ${middle <= GOAL_MS ? 'reached' : 'MISSED'}`,
  );
}
