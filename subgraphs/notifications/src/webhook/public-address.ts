import ipaddr from 'ipaddr.js';

const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Services of clouds for their own machines, on addresses that look public. */
const CLOUD_SERVICES = new Set(['168.63.129.16']);

/**
 * Whether an IP address belongs to the public internet: not to this machine, a private or provider
 * network, a link, a metadata service, or a range that stands for an IPv4 address (mapped, NAT64,
 * 6to4, Teredo), which might be any of those. What is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || CLOUD_SERVICES.has(parsed.toString())) return false;
  return !(parsed instanceof ipaddr.IPv6) || parsed.match(GLOBAL_V6);
}

/** Whether an IP address is this machine. */
export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';
}
