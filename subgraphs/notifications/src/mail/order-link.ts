import { signGuestToken } from '@emporium/auth/guest-token';
import { settingsOf } from '@emporium/platform/config/settings';
import { notificationsConfig } from '../config.js';
import type { Ctx } from '../context.js';
import type { MailOrder } from './ask-order.js';

/**
 * The page of an order in the storefront; undefined when STOREFRONT_URL names none. Only a guest's
 * link opens the order by itself, for 30 days from `issuedAt`: users log in.
 */
export function orderLink(
  { config }: Pick<Ctx, 'config'>,
  order: Pick<MailOrder, 'id' | 'number' | 'customer'>,
  issuedAt: Date,
): string | undefined {
  const { STOREFRONT_URL: template } = settingsOf(config, notificationsConfig);
  const values: Record<string, string> = {
    id: order.id,
    number: order.number,
    token: order.customer ? '' : signGuestToken(order.id, config.internalSecret, issuedAt),
  };
  return template?.replace(/\{(id|number|token)\}/g, (_all, name: string) =>
    encodeURIComponent(values[name]!),
  );
}
