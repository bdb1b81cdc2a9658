import { singleLine } from '@emporium/graphql/input/single-line';
import { readPostalRange } from '@emporium/pricing/postal-code';
import { z } from 'zod';

const MAX_COUNTRIES = 300;
const MAX_REGIONS = 200;
const MAX_POSTAL_CODES = 1_000;

const postalCode = singleLine('The postal code', 40).refine(
  (text) => readPostalRange(text) !== undefined,
  'Write the beginning of a postal code ("10") or a range ("10000-10999").',
);

const unique = <T>(values: readonly T[] | null | undefined): T[] => [...new Set(values ?? [])];

/** An area; regions and postal codes mean something within one country only. */
export const area = z
  .object({
    countries: z.array(z.string().length(2)).max(MAX_COUNTRIES).nullish().transform(unique),
    regions: z.array(singleLine('The region', 100)).max(MAX_REGIONS).nullish().transform(unique),
    postalCodes: z.array(postalCode).max(MAX_POSTAL_CODES).nullish().transform(unique),
  })
  .superRefine(({ countries, regions, postalCodes }, check) => {
    if (countries.length !== 1 && regions.length + postalCodes.length > 0)
      check.addIssue({
        code: 'custom',
        path: ['countries'],
        message: 'Regions and postal codes belong to one country: name exactly that one.',
      });
  });
