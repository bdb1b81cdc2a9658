import { z } from 'zod';
import { nameValues, position, sku, text } from '../product/text-rules.js';
import { realOptions } from './no-option.js';

/**
 * 900 million euros: far above any price, and 100,000 units of it still fit into 2^53-1 minor
 * units.
 */
const MAX_MINOR = 90_000_000_000;

export const NO_REDUCTION =
  'The former price is below the price: give a higher one, or null to show none.';

const amount = (currency: string) =>
  z.object({
    minor: z.number().int().min(0, 'must not be negative').max(MAX_MINOR, 'is too large'),
    currency: z
      .string()
      .refine((value) => value === currency, `must be ${currency}, the currency of the shop`),
  });

const options = nameValues(10)
  .refine(
    (pairs) => new Set(pairs.map((pair) => pair.name)).size === pairs.length,
    'must name each option once',
  )
  .transform(realOptions);

const common = (currency: string) => ({
  name: text(255),
  price: amount(currency),
  compareAtPrice: amount(currency).nullable(),
  options,
  attributes: nameValues(50),
  barcode: text(100).nullable(),
  weightGrams: z
    .number()
    .int()
    .min(0, 'must not be negative')
    .max(100_000_000, 'is too large')
    .nullable(),
  position,
});

/** A new variant. Its name follows from its options when it is left out. */
export const variantRules = (currency: string) => {
  const c = common(currency);
  return z
    .object({
      sku,
      name: c.name.nullish(),
      price: c.price,
      compareAtPrice: c.compareAtPrice.nullish().transform((value) => value ?? null),
      options: c.options.nullish().transform((value) => value ?? []),
      attributes: c.attributes.nullish().transform((value) => value ?? []),
      barcode: c.barcode.nullish().transform((value) => value ?? null),
      weightGrams: c.weightGrams.nullish().transform((value) => value ?? null),
      position: c.position.nullish(),
      initialStock: z
        .number()
        .int()
        .min(0, 'must not be negative')
        .max(1_000_000, 'must be at most 1000000')
        .nullish()
        .transform((value) => value ?? 0),
    })
    .refine(({ price, compareAtPrice }) => !compareAtPrice || compareAtPrice.minor >= price.minor, {
      path: ['compareAtPrice'],
      error: NO_REDUCTION,
    });
};
export type NewVariant = z.infer<ReturnType<typeof variantRules>>;

/** What may change; what is left out stays. */
export const variantUpdateRules = (currency: string) => {
  const c = common(currency);
  return z.object({
    name: c.name.nullish(),
    price: c.price.nullish(),
    compareAtPrice: c.compareAtPrice.optional(),
    options: c.options.nullish(),
    attributes: c.attributes.nullish(),
    barcode: c.barcode.optional(),
    weightGrams: c.weightGrams.optional(),
    position: c.position.nullish(),
  });
};
export type VariantChanges = z.infer<ReturnType<typeof variantUpdateRules>>;

/** `Small / Blue`; `Default` for the only variant of a product. */
export function variantName(chosen: readonly { value: string }[]): string {
  return chosen.length === 0
    ? 'Default'
    : chosen
        .map((option) => option.value)
        .join(' / ')
        .slice(0, 255);
}
