import { optionalLine, singleLine } from '@emporium/graphql/input/single-line';
import type { ShippingMethodRule } from '@emporium/pricing/rules';
import { z } from 'zod';
import { area } from '../rule/area-fields.js';
import { amount, count, currency } from '../rule/rule-fields.js';
import type { RuleNoun } from '../rule/rule-noun.js';
import { toShippingMethod, type ShippingMethod } from './shipping-method.type.js';

const MAX_TIERS = 50;
const MAX_DAYS = 365;
type Price = ShippingMethodRule['price'];

const optional = <T>(rule: z.ZodType<T>) => rule.nullish().transform((value) => value ?? null);

const priceInput = z.object({
  basis: z.enum(['FLAT', 'WEIGHT', 'VALUE']),
  amount: optional(amount),
  tiers: z
    .array(
      z.object({
        fromGrams: optional(count('The weight', 0)),
        fromValue: optional(amount),
        amount,
      }),
    )
    .max(MAX_TIERS, `At most ${MAX_TIERS} tiers are allowed.`)
    .nullish()
    .transform((tiers) => tiers ?? []),
});

const rules = z
  .object({
    name: singleLine('The name', 100),
    description: optionalLine('The description', 500).transform((text) => text ?? null),
    isActive: z.boolean(),
    isPickup: z.boolean(),
    position: count('The position', 0, 1_000_000),
    area,
    currency,
    price: priceInput,
    freeFrom: optional(amount),
    maxWeightGrams: optional(count('The weight', 1)),
    minDays: optional(count('The delivery time', 0, MAX_DAYS)),
    maxDays: optional(count('The delivery time', 0, MAX_DAYS)),
  })
  .transform(({ price, freeFrom, ...method }, check) => {
    const { currency, minDays, maxDays } = method;
    const refuse = (path: (string | number)[], message: string) =>
      check.addIssue({ code: 'custom', path, message });
    if (minDays !== null && maxDays !== null && maxDays < minDays)
      refuse(['maxDays'], 'The slowest delivery must not be faster than the fastest.');
    const minorOf = (money: { minor: number; currency: string }, path: (string | number)[]) => {
      if (money.currency !== currency) refuse(path, `The method is in ${currency}: use that.`);
      return money.minor;
    };
    return {
      ...method,
      freeFrom: freeFrom && minorOf(freeFrom, ['freeFrom']),
      price: toPrice(price, minorOf, refuse),
    };
  });

function toPrice(
  { basis, amount, tiers }: z.output<typeof priceInput>,
  minorOf: (money: { minor: number; currency: string }, path: (string | number)[]) => number,
  refuse: (path: (string | number)[], message: string) => void,
): Price {
  if (basis === 'FLAT') {
    if (!amount) refuse(['price', 'amount'], 'A flat price needs its amount.');
    if (tiers.length > 0) refuse(['price', 'tiers'], 'A flat price has no tiers.');
    return { by: 'FLAT', amount: amount ? minorOf(amount, ['price', 'amount']) : 0 };
  }
  if (amount) refuse(['price', 'amount'], 'A price by weight or value has tiers only.');
  if (tiers.length === 0) refuse(['price', 'tiers'], 'A price by weight or value needs tiers.');
  const read = tiers.map((tier, index) => {
    const path = ['price', 'tiers', index];
    const [field, other] =
      basis === 'WEIGHT' ? ['fromGrams', 'fromValue'] : ['fromValue', 'fromGrams'];
    if (tier[field as 'fromGrams'] === null || tier[other as 'fromValue'] !== null)
      refuse(path, `A tier by ${basis.toLowerCase()} has ${field} and not ${other}.`);
    const from =
      basis === 'WEIGHT'
        ? tier.fromGrams
        : tier.fromValue && minorOf(tier.fromValue, [...path, 'fromValue']);
    return { from: from ?? 0, amount: minorOf(tier.amount, [...path, 'amount']) };
  });
  if (new Set(read.map(({ from }) => from)).size < read.length)
    refuse(['price', 'tiers'], 'Each tier must begin at another value.');
  return { by: basis, tiers: read.toSorted((a, b) => a.from - b.from) };
}

/** A way of delivery. */
export const shippingMethod: RuleNoun<'SHIPPING_METHOD', ShippingMethod> = {
  kind: 'SHIPPING_METHOD',
  prefix: 'ship',
  operation: 'shippingMethod',
  label: 'shipping method',
  most: 500,
  rules,
  nullable: ['description', 'freeFrom', 'maxWeightGrams', 'minDays', 'maxDays'],
  toType: toShippingMethod,
};
