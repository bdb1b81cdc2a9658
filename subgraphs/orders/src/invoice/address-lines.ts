import type { PostalAddress } from '@emporium/graphql/address.type';

/** An address as it is written on an envelope. */
export function addressLines(address: PostalAddress): string[] {
  const { name, company, line1, line2, postalCode, city, region, country } = address;
  return [company, name, line1, line2, `${postalCode} ${city}`, region, country].flatMap(
    (line) => line?.trim() || [],
  );
}
