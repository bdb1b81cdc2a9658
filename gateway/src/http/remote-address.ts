import type { IncomingMessage } from 'node:http';
import proxyaddr from '@fastify/proxy-addr';

/**
 * The client's address of a request outside fastify (WebSocket upgrades), by the same rules as
 * inside: X-Forwarded-For counts only as far as it was written by trusted proxies.
 */
export function remoteAddress(
  trustProxy: boolean | string | number,
): (request: IncomingMessage) => string {
  const trusted = trustedProxies(trustProxy);
  return (request) => proxyaddr(request, trusted);
}

/**
 * Whether an address so many hops away is one of the shop's proxies. Fastify is given this function
 * as well: by itself it believes no proxy at all when it is told their number.
 */
export function trustedProxies(
  setting: boolean | string | number,
): (address: string, hop: number) => boolean {
  if (typeof setting === 'boolean') return () => setting;
  if (typeof setting === 'number') return (_address, hop) => hop < setting;
  return proxyaddr.compile(setting.split(',').map((part) => part.trim()));
}
