import type { Ctx } from '../context.js';
import { accountLink } from './account-link.js';
import { askAccountMail } from './ask-account-mail.js';
import { askOrder } from './ask-order.js';
import { cartLetterOf } from './cart-letter-of.js';
import { composeAccountMail } from './compose-account-mail.js';
import { composeOrderMail } from './compose-order-mail.js';
import {
  CART_MAIL,
  isAccountMail,
  isStaffMail,
  type AccountMail,
  type MailFields,
  type StaffMail,
  type TemplateName,
} from './mail-template.js';
import { orderLink } from './order-link.js';
import { staffLetterOf } from './staff-letter-of.js';

/** A mail in the queue, and what it is about. */
export interface QueuedMail {
  template: TemplateName | AccountMail | StaffMail | typeof CART_MAIL;
  userId: string | null;
  orderId: string | null;
  requestId: string | null;
  endpointId: string | null;
  reportId: string | null;
  cartHash: string | null;
  staffAddress: string | null;
  fields: MailFields;
  queuedAt: Date;
}

/** What is handed to the mailer. */
export interface AddressedLetter {
  to: string;
  subject: string;
  text: string;
  html?: string;
  unsubscribeUrl?: string;
}

/**
 * A mail with its address, as of now; undefined when it is old news or its reader is gone. Throws
 * SubgraphUnavailableError when who knows of it does not answer.
 */
export async function letterOf(ctx: Ctx, mail: QueuedMail): Promise<AddressedLetter | undefined> {
  const { template, fields, queuedAt } = mail;
  const shop = { name: ctx.config.shopName, language: ctx.config.shopLanguage };
  if (isAccountMail(template)) {
    const facts = await askAccountMail(ctx, mail.requestId ?? '');
    if (!facts) return undefined;
    const { address: to, token } = facts;
    const link = token ? accountLink(ctx, template, token) : undefined;
    return { to, ...composeAccountMail(template, { ...facts, link }, shop) };
  }
  if (isStaffMail(template)) {
    const letter = await staffLetterOf(ctx, { ...mail, template });
    return letter && { to: mail.staffAddress ?? '', ...letter };
  }
  if (template === CART_MAIL) {
    const { userId, cartHash } = mail;
    return userId && cartHash ? cartLetterOf(ctx, { userId, cartHash, fields }) : undefined;
  }
  const order = await askOrder(ctx, mail.orderId ?? '');
  const to = order?.contact?.email;
  if (!order || !to) return undefined;
  const link = orderLink(ctx, order, queuedAt);
  const letter = composeOrderMail(template, { fields, order, link }, shop);
  return letter && { to, ...letter };
}
