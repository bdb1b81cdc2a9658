import { isIPv4 } from 'node:net';
import { networkOf, siteOf } from '@emporium/platform/http/network-of';

/**
 * Where a device is, as far as an address says it without a map of addresses: the block around it,
 * of IPv4 the /24, of IPv6 the /48. Null for what is no address.
 */
export function addressBlock(ip: string | null): string | null {
  if (ip === null) return null;
  const network = networkOf(ip);
  if (!isIPv4(network)) return siteOf(ip) ?? null;
  return `${network.split('.').slice(0, 3).join('.')}.0/24`;
}
