/** Letters before the VAT numbers of a country: its own code, but EL for Greece. */
export function vatPrefixOf(country: string): string {
  return country === 'GR' ? 'EL' : country;
}
