import { checkVAT } from 'jsvat';
import { VAT_COUNTRIES } from './vat-countries.js';
import { vatPrefixOf } from './vat-prefix.js';

/** Why a text is no VAT number of a country. */
export type VatNumberProblem =
  'EMPTY' | 'UNKNOWN_COUNTRY' | 'OTHER_COUNTRY' | 'WRONG_FORMAT' | 'WRONG_CHECK_DIGITS';

/** A VAT number in the form to keep, or what is wrong, in words for the buyer. */
export type VatNumberCheck =
  | { readonly number: string; readonly problem?: undefined }
  | { readonly number: null; readonly problem: VatNumberProblem; readonly message: string };

// More than any country's longest number with spaces in it.
const MOST = 40;

/**
 * Whether a text has the form of a VAT number of the country (ISO 3166-1 alpha-2), with its check
 * digits where the country has some. With or without the country's letters before it; the result
 * has them, in upper case without spaces, points and hyphens. Whether the number is registered only
 * the country's office knows; this asks nobody.
 */
export function checkVatNumber(country: string, text: string): VatNumberCheck {
  const wrong = (problem: VatNumberProblem, message: string): VatNumberCheck => ({
    number: null,
    problem,
    message,
  });
  const code = country.trim().toUpperCase();
  const prefix = vatPrefixOf(code);
  const format = `This is not the form of a VAT number of ${code}: check for a missing digit.`;
  if (text.length > MOST) return wrong('WRONG_FORMAT', format);
  const typed = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\p{White_Space}\p{Dash}\p{Cf}./]+/gu, '');
  if (typed === '') return wrong('EMPTY', 'Enter the VAT number of your business.');
  if (!VAT_COUNTRIES.has(prefix))
    return wrong('UNKNOWN_COUNTRY', `VAT numbers of the country ${code} cannot be checked.`);
  const candidates = candidatesOf(typed, code, prefix);
  const results = candidates.map((number) => checkVAT(number, [countryOf(number)!]));
  // First, since "DE136695976" without the letters of France would be the form of a French number.
  const other = countryOf(typed);
  const isOther = other !== undefined && !candidates.includes(typed);
  if (isOther && checkVAT(typed, [other]).isValidFormat)
    return wrong(
      'OTHER_COUNTRY',
      `This VAT number belongs to ${other.name}; the address is in ${code}. Use a number of ${code}.`,
    );
  const valid = results.findIndex(({ isValid }) => isValid);
  if (valid >= 0) return { number: candidates[valid]! };
  return results.some(({ isValidFormat }) => isValidFormat)
    ? wrong('WRONG_CHECK_DIGITS', 'A digit of this VAT number is wrong: check it and try again.')
    : wrong('WRONG_FORMAT', format);
}

/** The text as it is, with the country's letters, or with them instead of its ISO code. */
function candidatesOf(typed: string, code: string, prefix: string): string[] {
  const prefixes = code === 'GB' ? [prefix, 'XI'] : [prefix];
  const asTyped = prefixes.filter((each) => typed.startsWith(each)).map(() => typed);
  const withoutIso = code !== prefix && typed.startsWith(code) ? typed.slice(code.length) : typed;
  return [...asTyped, `${prefix}${withoutIso}`];
}

const countryOf = (number: string) => VAT_COUNTRIES.get(number.slice(0, 2));
