import { settingsOf } from '@emporium/platform/config/settings';
import { notificationsConfig } from '../config.js';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** Meanwhile no other instance sends the same mail. */
const AGAIN_MS = 10 * 60_000;

/** Message ids of these mails begin so; they belong to no customer. */
export const STAFF_MAIL = 'staff-webhook';

/**
 * Mails the addresses of MAIL_STAFF about endpoints that were switched off; without any, the log
 * and the metric have to do. A mail that cannot be sent is tried again after ten minutes.
 */
export async function tellStaff(ctx: Ctx): Promise<void> {
  const now = ctx.now();
  const due = await query(ctx)
    .updateTable('WebhookEndpoint')
    .set({ noticeDueAt: new Date(now.getTime() + AGAIN_MS) })
    .where('noticeDueAt', '<=', now)
    .returning(['id', 'url', 'failures', 'firstFailedAt', 'switchedOffAt'])
    .execute();
  const { MAIL_STAFF: addresses } = settingsOf(ctx.config, notificationsConfig);
  for (const endpoint of due) {
    const { id, url, failures, firstFailedAt, switchedOffAt } = endpoint;
    const text = [
      'Hello,',
      `The webhook endpoint ${id} at ${new URL(url).host} was switched off: ${failures} attempts have failed since ${firstFailedAt?.toISOString() ?? 'a moment ago'}.`,
      'Nothing is lost: when the endpoint works again, switch it on (webhookEndpointUpdate) and replay the time since then (webhookEndpointReplay).',
    ].join('\n\n');
    for (const [n, to] of addresses.entries())
      await ctx.services.mailer.send({
        to,
        subject: 'A webhook endpoint was switched off',
        text: `${text}\n`,
        messageId: `${STAFF_MAIL}-${id}-${switchedOffAt?.getTime() ?? 0}-${n}`,
      });
    await query(ctx)
      .updateTable('WebhookEndpoint')
      .set({ noticeDueAt: null })
      .where('id', '=', id)
      .execute();
  }
}
