import type { Ctx } from '../context.js';
import { loadEndpoints } from '../webhook/find-webhooks.js';
import { accountLink } from './account-link.js';
import { askAccountMail } from './ask-account-mail.js';
import { askOrder } from './ask-order.js';
import { composeAccountMail } from './compose-account-mail.js';
import { composeOrderMail } from './compose-order-mail.js';
import { composeStaffMail } from './compose-staff-mail.js';
import {
  isAccountMail,
  type AccountMail,
  type MailFields,
  type StaffMail,
  type TemplateName,
} from './mail-template.js';
import { orderLink } from './order-link.js';

/** A mail in the queue, about an order, a request to users, or a webhook endpoint. */
export interface QueuedMail {
  template: TemplateName | AccountMail | StaffMail;
  orderId: string | null;
  requestId: string | null;
  endpointId: string | null;
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
    const link = accountLink(ctx, template, token);
    return { to, ...composeAccountMail(template, { token, link }, shop) };
  }
  if (template === 'webhook-endpoint-off') {
    const [endpoint] = await loadEndpoints(ctx, [mail.endpointId ?? '']);
    if (!endpoint?.switchedOffAt) return undefined;
    return { to: mail.staffAddress ?? '', ...composeStaffMail(endpoint) };
  }
  const order = await askOrder(ctx, mail.orderId ?? '');
  const to = order?.contact?.email;
  if (!order || !to) return undefined;
  const link = orderLink(ctx, order, queuedAt);
  const letter = composeOrderMail(template, { fields, order, link }, shop);
  return letter && { to, ...letter };
}
