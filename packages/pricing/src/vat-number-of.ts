import { checkVatNumber, type VatNumberCheck } from './check-vat-number.js';

/**
 * The VAT number of a business at this place. One that begins with the letters of another country is
 * checked there: bill and goods of a business may go to different countries.
 */
export function vatNumberOf(text: string, country: string): VatNumberCheck {
  const here = checkVatNumber(country, text);
  if (here.problem !== 'OTHER_COUNTRY' && here.problem !== 'UNKNOWN_COUNTRY') return here;
  const letters = text.trim().slice(0, 2).toUpperCase();
  const elsewhere = checkVatNumber(letters === 'EL' ? 'GR' : letters, text);
  return elsewhere.number === null && elsewhere.problem === 'UNKNOWN_COUNTRY' ? here : elsewhere;
}
