import { newId } from '@emporium/db/new-id';
import { currentTraceparent } from '@emporium/telemetry/current-traceparent';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { MailFields, TemplateName } from './templates.js';

/**
 * Puts a mail about an order into the queue, once per event. The address is looked up when it is
 * sent.
 */
export async function queueMail(
  ctx: Ctx,
  mail: {
    eventId: string;
    userId: string;
    orderId: string;
    template: TemplateName;
    fields: MailFields;
  },
): Promise<void> {
  await query(ctx)
    .insertInto('Mail')
    .values({ id: newId('mail'), ...mail, traceparent: currentTraceparent() ?? null })
    .onConflict((conflict) => conflict.column('eventId').doNothing())
    .execute();
}
