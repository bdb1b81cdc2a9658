import type { Ctx } from '../context.js';
import { composeOrderMail } from '../mail/compose-order-mail.js';
import { ORDER_MAILS, type TemplateName } from '../mail/mail-template.js';
import { orderLink } from '../mail/order-link.js';
import { SAMPLE_ORDER } from '../mail/sample-order.js';

/** The mail of a template about the sample order; undefined for a template that there is not. */
export function previewMail(
  ctx: Ctx,
  template: string,
  language: string,
): ReturnType<typeof composeOrderMail> {
  if (!isTemplate(template)) return undefined;
  const isUnpaid = ['order-confirmed', 'payment-failed'].includes(template);
  const order = { ...SAMPLE_ORDER, status: isUnpaid ? 'PENDING' : 'PAID' };
  const fields = { amount: order.total, wasPaid: true };
  const link = orderLink(ctx, order, ctx.now());
  return composeOrderMail(
    template,
    { fields, order, link },
    { name: ctx.config.shopName, language },
  );
}

const isTemplate = (name: string): name is TemplateName =>
  (ORDER_MAILS as readonly string[]).includes(name);
