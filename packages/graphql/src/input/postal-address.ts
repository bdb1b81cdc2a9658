import { formatAddress } from 'localized-address-format';
import { z } from 'zod';
import { optionalLine, singleLine } from './single-line.js';

const orNull = <T>(value: T | null | undefined): T | null => value ?? null;

/** A phone number as people write it, or null to remove it, or left out. */
export const phoneNumber = optionalLine('The phone number', 30).pipe(
  z
    .string()
    .regex(/^[+]?[\d ().\-/]{3,30}$/, 'This is not a phone number.')
    .nullish(),
);

/**
 * A postal address: each part is one line; city and postal code are needed in countries whose
 * addresses have them (not a postal code in Hong Kong, not a city in Singapore), and are empty
 * texts elsewhere unless they were given.
 */
export const postalAddress = z
  .object({
    name: singleLine('The name', 200),
    company: optionalLine('The company', 200).transform(orNull),
    line1: singleLine('The first line', 200),
    line2: optionalLine('The second line', 200).transform(orNull),
    city: optionalLine('The city', 100).transform((value) => value ?? ''),
    region: optionalLine('The region', 100).transform(orNull),
    postalCode: optionalLine('The postal code', 20).transform((value) => value ?? ''),
    country: z.string().length(2),
    phone: phoneNumber.transform(orNull),
  })
  .superRefine(({ city, postalCode, country }, check) => {
    if (city === '' && hasPart(country, 'locality'))
      check.addIssue({
        code: 'custom',
        path: ['city'],
        message: 'The city must not be empty in this country.',
      });
    if (postalCode === '' && hasPart(country, 'postalCode'))
      check.addIssue({
        code: 'custom',
        path: ['postalCode'],
        message: 'The postal code must not be empty in this country.',
      });
  });

const MARK = 'MARK';

/**
 * Whether addresses of the country are written with the part: the library formats one that consists
 * of it.
 */
function hasPart(country: string, part: 'locality' | 'postalCode'): boolean {
  return formatAddress({ postalCountry: country, [part]: MARK }).some((line) =>
    line.toUpperCase().includes(MARK),
  );
}
