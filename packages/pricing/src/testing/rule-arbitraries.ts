import fc from 'fast-check';
import type { Basket } from '../basket.js';
import type { PricingRule } from '../rules.js';
import { area, code, line, method, priceList, promotion, settings, zone } from './rule-builders.js';

// Random rules and baskets over a small world (few variants, categories, currencies), so that rules
// meet goods, and over every combination of settings, so that they meet each other.

const CURRENCIES = ['EUR', 'JPY', 'KWD'];
const rate = fc.constantFrom('0', '0.07', '0.19', '0.081', '0.333333', '1', '19', 'nonsense');
const reduction = fc.constantFrom('0', '0.05', '0.1', '0.333333', '0.5', '1', '2', '-1');
const minor = fc.oneof(fc.nat(300), fc.nat(100_000));
const variant = fc.constantFrom('a', 'b', 'c', 'd');
const amount = fc.record({ minor, currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'JPY') });
const selection = fc.record({
  productIds: fc.subarray(['p-a', 'p-b']),
  variantIds: fc.subarray(['b', 'c', 'gone']),
  categoryIds: fc.subarray(['x', 'y']),
});

const effect = fc.oneof(
  fc.record({
    type: fc.constant('PERCENTAGE' as const),
    rate: reduction,
    target: fc.constantFrom('LINES' as const, 'ORDER' as const),
  }),
  fc.record({
    type: fc.constant('FIXED_AMOUNT' as const),
    amount,
    target: fc.constantFrom('UNIT' as const, 'ORDER' as const),
  }),
  fc.record({ type: fc.constant('FREE_SHIPPING' as const), upTo: fc.option(amount) }),
  fc.record({
    type: fc.constant('BUY_X_GET_Y' as const),
    buy: fc.integer({ min: 1, max: 3 }),
    get: fc.integer({ min: 1, max: 3 }),
    rate: reduction,
  }),
  fc.record({
    type: fc.constant('QUANTITY_TIERS' as const),
    tiers: fc.array(fc.record({ from: fc.integer({ min: 1, max: 9 }), rate: reduction })),
  }),
);

/** Promotions p0, p1, … with codes CODE0, CODE1, … of every other one. */
const promotions = (isExclusive: fc.Arbitrary<boolean>) =>
  fc
    .array(
      fc.record({
        effect,
        isAutomatic: fc.boolean(),
        isExclusive,
        isExhausted: fc.constantFrom(false, false, true),
        priority: fc.nat(2),
        conditions: fc.record({
          selection: fc.option(selection),
          minimum: fc.option(amount),
          minimumQuantity: fc.option(fc.integer({ min: 1, max: 5 })),
          isFirstOrderOnly: fc.constantFrom(false, false, true),
          customerGroupIds: fc.constantFrom<string[]>([], [], ['g']),
        }),
      }),
      { maxLength: 6 },
    )
    .map((all): PricingRule[] =>
      all.flatMap((some, at) => [
        promotion({ ...some, id: `p${at}` }),
        code(`CODE${at}`, `p${at % 2 === 0 ? at : at + 1}`),
      ]),
    );

const shipping = fc
  .array(
    fc.record({
      freeFrom: fc.option(minor),
      maxWeightGrams: fc.option(fc.integer({ min: 1, max: 5000 })),
      currency: fc.constantFrom('EUR', 'EUR', 'JPY', 'KWD'),
      isPickup: fc.boolean(),
      area: fc.constantFrom(area([]), area(['DE']), area(['DE'], { postalCodes: ['1', 'x-'] })),
      price: fc.oneof(
        fc.record({ by: fc.constant('FLAT' as const), amount: minor }),
        fc.record({
          by: fc.constantFrom('WEIGHT' as const, 'VALUE' as const),
          tiers: fc.array(fc.record({ from: fc.nat(3000), amount: minor })),
        }),
      ),
    }),
    { maxLength: 3 },
  )
  .map((all) => all.map((some, at) => method({ ...some, id: `m${at}` })));

const taxes = fc
  .record({
    some: fc.record({
      pricesIncludeTax: fc.boolean(),
      shippingTax: fc.constantFrom('AS_GOODS' as const, 'CATEGORY' as const),
    }),
    own: fc.record({ standard: rate, reduced: rate }),
    other: fc.record({ standard: rate }),
  })
  .map(({ some, own, other }) => [
    settings(some),
    zone('DE', own),
    zone('AT', other, { isReverseCharge: true }),
    zone('AT', own, { id: 'zone-AT-again' }),
  ]);

const others: PricingRule[] = [
  priceList({ a: 77 }, { customerGroupIds: ['g'] }),
  priceList({ a: 70, b: 71 }, { id: 'same-priority', customerGroupIds: ['g'] }),
  priceList({ c: 5 }, { id: 'yen', currency: 'JPY' }),
  { kind: 'GROUP_MEMBER', id: 'g:u', groupId: 'g', userId: 'u' },
  code('DANGLING', 'no-promotion'),
];

/** Rules of a shop in which anything may be set. */
export const anyRules = (isExclusive: fc.Arbitrary<boolean> = fc.boolean()) =>
  fc
    .tuple(promotions(isExclusive), shipping, fc.option(taxes, { nil: [] }))
    .map((all): PricingRule[] => [...all.flat(), ...others]);

/** A basket of that shop, each variant at most once. */
export const anyBasket = fc
  .record({
    currency: fc.constantFrom('EUR', 'EUR', ...CURRENCIES),
    goods: fc.uniqueArray(
      fc.record({
        variant,
        minor,
        quantity: fc.nat(9),
        categoryIds: fc.subarray(['x', 'y']),
        taxCategory: fc.constantFrom('standard', 'reduced', 'unknown'),
        weightGrams: fc.option(fc.nat(1000)),
      }),
      { selector: (each) => each.variant },
    ),
    codes: fc.subarray(['code0', ' CODE-1 ', 'C0DE2', 'CODE3', 'code4', 'DANGLING', 'nothing']),
    place: fc.constantFrom(null, ['DE', '10115'] as const, ['AT', '1010'] as const),
    shippingMethodId: fc.constantFrom(undefined, 'm0', 'm1', 'standard'),
    userId: fc.constantFrom(undefined, 'u'),
    isFirstOrder: fc.boolean(),
    vatNumber: fc.constantFrom(undefined, 'ATU13585627'),
  })
  .map(({ goods, place, ...rest }): Basket => {
    const lines = goods.map(({ variant, minor, quantity, ...more }) =>
      line(variant, minor, quantity, { ...more, currency: rest.currency }),
    );
    const destination = place
      ? { country: place[0], region: null, postalCode: place[1] }
      : undefined;
    return { ...rest, lines, destination, now: new Date('2026-06-01') };
  });
