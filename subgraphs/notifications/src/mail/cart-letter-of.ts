import { settingsOf } from '@emporium/platform/config/settings';
import { readCart } from '../cart-reminder/ask-cart.js';
import { askVerifiedAddress } from '../cart-reminder/ask-verified-address.js';
import { notificationsConfig } from '../config.js';
import type { Ctx } from '../context.js';
import { isMailWanted } from '../preference/is-mail-wanted.js';
import { unsubscribeLink } from '../preference/unsubscribe-link.js';
import { query } from '../tables.js';
import { composeCartMail } from './compose-cart-mail.js';
import type { AddressedLetter } from './letter-of.js';
import type { MailFields } from './mail-template.js';

const purpose = 'abandoned-cart';

/**
 * The reminder of a cart, as of now; undefined when it is not wanted any more, its reader has no
 * verified address, or the cart was ordered, emptied or changed since it was queued. Throws
 * SubgraphUnavailableError when who knows of it does not answer.
 */
export async function cartLetterOf(
  ctx: Ctx,
  { userId, cartHash, fields }: { userId: string; cartHash: string; fields: MailFields },
): Promise<AddressedLetter | undefined> {
  const address = await askVerifiedAddress(ctx, userId);
  if (!address || !(await isMailWanted(ctx, { purpose, address, userId }))) return undefined;
  const cart = await readCart(ctx, userId);
  const isAsItWas =
    cart?.hash === cartHash && cart.version === fields.cartVersion && cart.lines.length > 0;
  if (!isAsItWas || (await hasOrdered(ctx, userId, cart.updatedAt))) return undefined;
  const shop = { name: ctx.config.shopName, language: ctx.config.shopLanguage };
  const { CART_URL: link } = settingsOf(ctx.config, notificationsConfig);
  const unsubscribeUrl = unsubscribeLink(ctx, { purpose, address, userId });
  return { to: address, unsubscribeUrl, ...composeCartMail({ cart, link, unsubscribeUrl }, shop) };
}

async function hasOrdered(ctx: Ctx, userId: string, since: Date): Promise<boolean> {
  const ordered = await query(ctx)
    .selectFrom('CartReminder')
    .select('userId')
    .where('userId', '=', userId)
    .where('orderedAt', '>=', since)
    .executeTakeFirst();
  return ordered !== undefined;
}
