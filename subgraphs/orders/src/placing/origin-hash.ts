import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Ctx } from '@emporium/platform/context';

/** The network that the caller comes from, unreadable without the secret: an IPv4 address, or the /64 that an IPv6 customer has. */
export function originHash(ctx: Ctx): string | null {
  const ip = ctx.headers['x-client-ip'];
  if (!ip) return null;
  // Mapped addresses are IPv4 ones.
  const network = isIPv6(ip) && !ip.includes('.') ? prefix64(ip) : ip.replace(/^.*:/, '');
  return createHmac('sha256', ctx.config.internalSecret).update(`orders-origin:${network}`).digest('base64url').slice(0, 24);
}

function prefix64(ip: string): string {
  const [head = '', tail] = ip.split('%', 1)[0]!.split('::');
  const groups = head ? head.split(':') : [];
  const rest = tail ? tail.split(':') : [];
  const full = tail === undefined ? groups : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest];
  return full
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
