import type { Ctx } from '../context.js';
import { findLowStock } from '../staff/find-low-stock.js';
import { loadEndpoints } from '../webhook/find-webhooks.js';
import { askOrder } from './ask-order.js';
import { composeStaffMail } from './compose-staff-mail.js';
import type { MailFields, StaffMail } from './mail-template.js';

/**
 * What a mail to staff says, as of now; undefined when it is old news. Throws
 * SubgraphUnavailableError when who knows of it does not answer.
 */
export async function staffLetterOf(
  ctx: Ctx,
  mail: {
    template: StaffMail;
    orderId: string | null;
    endpointId: string | null;
    reportId: string | null;
    fields: MailFields;
  },
): Promise<ReturnType<typeof composeStaffMail> | undefined> {
  const { template, fields } = mail;
  const shop = { name: ctx.config.shopName, language: ctx.config.shopLanguage };
  switch (template) {
    case 'webhook-endpoint-off': {
      const [endpoint] = await loadEndpoints(ctx, [mail.endpointId ?? '']);
      if (!endpoint?.switchedOffAt) return undefined;
      const { id, url, failures, firstFailedAt } = endpoint;
      const news = { id, host: new URL(url).host, failures, since: firstFailedAt };
      return composeStaffMail(template, news, shop);
    }
    case 'payment-disputed': {
      const { amount, dispute } = fields;
      if (!amount || !dispute) return undefined;
      const number = (await askOrder(ctx, mail.orderId ?? ''))?.number ?? mail.orderId ?? '';
      return composeStaffMail(template, { ...dispute, amount, number }, shop);
    }
    case 'low-stock': {
      const report = await findLowStock(ctx, mail.reportId ?? '');
      return report.variants.length > 0 ? composeStaffMail(template, report, shop) : undefined;
    }
  }
}
