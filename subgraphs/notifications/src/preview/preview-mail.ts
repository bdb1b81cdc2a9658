import { settingsOf } from '@emporium/platform/config/settings';
import { notificationsConfig } from '../config.js';
import type { Ctx } from '../context.js';
import { accountLink } from '../mail/account-link.js';
import { composeAccountMail } from '../mail/compose-account-mail.js';
import { composeCartMail } from '../mail/compose-cart-mail.js';
import { composeOrderMail } from '../mail/compose-order-mail.js';
import { composeStaffMail } from '../mail/compose-staff-mail.js';
import {
  CART_MAIL,
  isAccountMail,
  isStaffMail,
  ORDER_MAILS,
  type TemplateName,
} from '../mail/mail-template.js';
import { orderLink } from '../mail/order-link.js';
import { SAMPLE_CART } from '../mail/sample-cart.js';
import { SAMPLE_NEWS } from '../mail/sample-news.js';
import { SAMPLE_ORDER } from '../mail/sample-order.js';
import { UNSUBSCRIBE_PATH } from '../preference/unsubscribe-link.js';

const SAMPLE_TOKEN = 'sample-token';
const SAMPLE_FACTS = {
  token: SAMPLE_TOKEN,
  device: 'Firefox (Windows)',
  network: '192.0.2.0/24',
};

/**
 * The mail of a template, about the sample order or with samples of what it needs; undefined for a template
 * that there is not.
 */
export function previewMail(
  ctx: Ctx,
  template: string,
  language: string,
): ReturnType<typeof composeOrderMail> {
  const shop = { name: ctx.config.shopName, language };
  if (isAccountMail(template)) {
    const link = accountLink(ctx, template, SAMPLE_TOKEN);
    return composeAccountMail(template, { ...SAMPLE_FACTS, link }, shop);
  }
  if (template === CART_MAIL) {
    const { CART_URL: link } = settingsOf(ctx.config, notificationsConfig);
    const unsubscribeUrl = `${ctx.config.publicUrl}${UNSUBSCRIBE_PATH}?token=${SAMPLE_TOKEN}`;
    return composeCartMail({ cart: SAMPLE_CART, link, unsubscribeUrl }, shop);
  }
  if (isStaffMail(template)) return composeStaffMail(template, SAMPLE_NEWS[template], shop);
  if (!isTemplate(template)) return undefined;
  const isUnpaid = ['order-confirmed', 'payment-failed'].includes(template);
  const order = { ...SAMPLE_ORDER, status: isUnpaid ? 'PENDING' : 'PAID' };
  const fields = { amount: order.total, wasPaid: true };
  const link = orderLink(ctx, order, ctx.now());
  return composeOrderMail(template, { fields, order, link }, shop);
}

const isTemplate = (name: string): name is TemplateName =>
  (ORDER_MAILS as readonly string[]).includes(name);
