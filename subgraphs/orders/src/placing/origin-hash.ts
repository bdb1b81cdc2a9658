import { createHmac } from 'node:crypto';
import { networkOf } from '@emporium/platform/http/network-of';
import type { Ctx } from '@emporium/platform/context';

/**
 * The network that the caller comes from, unreadable without the secret. Null when the gateway told
 * no address.
 */
export function originHash(ctx: Ctx): string | null {
  const ip = ctx.headers['x-client-ip'];
  if (!ip) return null;
  return createHmac('sha256', ctx.config.internalSecret)
    .update(`orders-origin:${networkOf(ip)}`)
    .digest('base64url')
    .slice(0, 24);
}
