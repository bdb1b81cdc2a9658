import type { Ctx } from '../context.js';
import { accountLink } from '../mail/account-link.js';
import { composeAccountMail } from '../mail/compose-account-mail.js';
import { composeOrderMail } from '../mail/compose-order-mail.js';
import { isAccountMail, ORDER_MAILS, type TemplateName } from '../mail/mail-template.js';
import { orderLink } from '../mail/order-link.js';
import { SAMPLE_ORDER } from '../mail/sample-order.js';

const SAMPLE_TOKEN = 'sample-token';

/**
 * The mail of a template, about the sample order or with a token that opens nothing; undefined for a
 * template that there is not.
 */
export function previewMail(
  ctx: Ctx,
  template: string,
  language: string,
): ReturnType<typeof composeOrderMail> {
  const shop = { name: ctx.config.shopName, language };
  if (isAccountMail(template)) {
    const link = accountLink(ctx, template, SAMPLE_TOKEN);
    return composeAccountMail(template, { token: SAMPLE_TOKEN, link }, shop);
  }
  if (!isTemplate(template)) return undefined;
  const isUnpaid = ['order-confirmed', 'payment-failed'].includes(template);
  const order = { ...SAMPLE_ORDER, status: isUnpaid ? 'PENDING' : 'PAID' };
  const fields = { amount: order.total, wasPaid: true };
  const link = orderLink(ctx, order, ctx.now());
  return composeOrderMail(template, { fields, order, link }, shop);
}

const isTemplate = (name: string): name is TemplateName =>
  (ORDER_MAILS as readonly string[]).includes(name);
