/** EU but Germany, Austria and France, which have zones of their own. */
const OTHER_EU = [
  ...['BE', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'GR', 'HU', 'IE', 'IT', 'LV', 'LT', 'LU'],
  ...['MT', 'NL', 'PL', 'PT', 'RO', 'SK', 'SI', 'ES', 'SE'],
];

const rates = (standard: string, reduced: string, percent: (rate: string) => string) => [
  { category: 'standard', name: percent(standard), rate: standard },
  { category: 'reduced', name: percent(reduced), rate: reduced },
];
const vat = (rate: string) => `VAT ${Math.round(Number(rate) * 1_000) / 10} %`;

/** Input of `taxSettingsUpdate`: a German shop with gross prices. */
export const DEMO_TAX_SETTINGS = {
  expectedVersion: 0,
  pricesIncludeTax: true,
  originCountry: 'DE',
  shippingTax: 'AS_GOODS',
};

/** Inputs of `taxZoneCreate`; the last one is everywhere else. */
export const DEMO_TAX_ZONES = [
  { name: 'Germany', area: { countries: ['DE'] }, rates: rates('0.19', '0.07', vat) },
  {
    name: 'Austria',
    area: { countries: ['AT'] },
    rates: rates('0.2', '0.1', vat),
    isReverseCharge: true,
  },
  {
    name: 'France',
    area: { countries: ['FR'] },
    rates: rates('0.2', '0.055', vat),
    isReverseCharge: true,
  },
  {
    name: 'Other EU',
    area: { countries: OTHER_EU },
    rates: rates('0.21', '0.09', vat),
    isReverseCharge: true,
  },
  { name: 'Export', area: {}, rates: rates('0', '0', () => 'Export, free of tax') },
];

/** Inputs of `shippingMethodCreate` in the currency of the shop. */
export function demoShippingMethods(currency: string) {
  const money = (minor: number) => ({ minor, currency });
  const flat = (minor: number) => ({ basis: 'FLAT', amount: money(minor) });
  return [
    {
      name: 'Standard',
      position: 0,
      area: { countries: ['DE'] },
      currency,
      price: flat(490),
      freeFrom: money(5_000),
      minDays: 2,
      maxDays: 3,
    },
    {
      name: 'Express',
      position: 1,
      area: { countries: ['DE'] },
      currency,
      price: flat(1_290),
      minDays: 1,
      maxDays: 1,
    },
    {
      name: 'EU',
      position: 2,
      area: { countries: ['AT', 'FR', ...OTHER_EU] },
      currency,
      price: {
        basis: 'WEIGHT',
        tiers: [
          { fromGrams: 0, amount: money(990) },
          { fromGrams: 2_000, amount: money(1_490) },
          { fromGrams: 10_000, amount: money(2_990) },
        ],
      },
      maxWeightGrams: 30_000,
      minDays: 3,
      maxDays: 7,
    },
    {
      name: 'World',
      position: 3,
      area: {},
      currency,
      price: {
        basis: 'VALUE',
        tiers: [
          { fromValue: money(0), amount: money(2_490) },
          { fromValue: money(20_000), amount: money(1_490) },
        ],
      },
      minDays: 5,
      maxDays: 15,
    },
    {
      name: 'Pick-up',
      description: 'In our shop in Berlin, from Monday to Saturday.',
      position: 4,
      isPickup: true,
      area: {},
      currency,
      price: flat(0),
    },
  ];
}

/** Promotions that a code opens; none is automatic, so that prices are what they seem. */
export const DEMO_CODES = [
  {
    code: 'WELCOME10',
    promotion: {
      name: 'Welcome: 10 % off',
      effect: { type: 'PERCENTAGE', rate: '0.1', target: 'ORDER' },
      limitPerCustomer: 1,
    },
  },
  { code: 'FREESHIP', promotion: { name: 'Free shipping', effect: { type: 'FREE_SHIPPING' } } },
];
