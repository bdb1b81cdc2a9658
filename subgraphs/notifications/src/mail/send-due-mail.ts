import { sql } from 'kysely';
import { isRetryable } from '@emporium/platform/is-retryable';
import type { Ctx } from '../context.js';
import { askRecipient } from '../recipient/ask-recipient.js';
import { query } from '../tables.js';
import { TEMPLATES } from './templates.js';

const BATCH = 20;
const MAX_ATTEMPTS = 10;
/** Meanwhile another replica leaves the mail alone: longer than a mailer may take for a mail (SEND_TIMEOUT_MS), since a batch goes out at once. */
const CLAIM = '2 minutes';

type DueMail = Awaited<ReturnType<typeof claim>>[number];

/** Sends the mails that are due; a failed one is tried again later and later, and given up after ten attempts. */
export async function sendDueMail(ctx: Ctx): Promise<void> {
  const due = await claim(ctx);
  await Promise.all(due.map((mail) => sendMail(ctx, mail)));
}

async function sendMail(ctx: Ctx, mail: DueMail): Promise<void> {
  try {
    const address = await addressOf(ctx, mail);
    // An erased user has no address: there is nobody to write to.
    if (!address) return void (await query(ctx).deleteFrom('Mail').where('id', '=', mail.id).execute());
    const text = TEMPLATES[mail.template]({ ...mail.fields, name: address.displayName ?? 'there' });
    await ctx.services.mailer.send({ to: address.email, messageId: mail.id, ...text });
    const { numUpdatedRows } = await query(ctx)
      .updateTable('Mail')
      .set({ sentAt: sql<Date>`now()`, error: null })
      .where('id', '=', mail.id)
      .executeTakeFirstOrThrow();
    // The person was erased while the mail was on its way.
    if (numUpdatedRows === 0n) await ctx.services.mailer.forget([mail.id]);
  } catch (error) {
    // While another part is away nothing is wrong with the mail.
    const giveUp = mail.attempts >= MAX_ATTEMPTS && !isRetryable(error);
    ctx.log.warn({ err: error, mail: mail.id, attempts: mail.attempts }, giveUp ? 'mail given up' : 'mail not sent, will try again');
    await query(ctx)
      .updateTable('Mail')
      .set((eb) => ({
        error: (error as Error).message.slice(0, 500),
        failedAt: giveUp ? sql<Date>`now()` : null,
        dueAt: sql<Date>`now() + make_interval(secs => least(3600, 30 * power(2, ${eb.ref('attempts')})))`,
      }))
      .where('id', '=', mail.id)
      .execute();
  }
}

/** The address as the replica has it; of a user whose event has not arrived yet, or waits, users knows it. */
async function addressOf(ctx: Ctx, { userId, known, email, displayName }: DueMail) {
  if (known === null) return askRecipient(ctx, userId);
  return email === null ? null : { email, displayName };
}

/** Takes due mails for this process: a crash while sending only delays them. */
function claim(ctx: Ctx) {
  return query(ctx)
    .with('due', (db) =>
      db
        .selectFrom('Mail as d')
        .leftJoin('Recipient as r', 'r.userId', 'd.userId')
        .select(['d.id', 'r.userId as known', 'r.email', 'r.displayName'])
        .where('d.sentAt', 'is', null)
        .where('d.failedAt', 'is', null)
        .where('d.dueAt', '<=', sql<Date>`now()`)
        .orderBy('d.dueAt')
        .limit(BATCH)
        .forUpdate('d')
        .skipLocked(),
    )
    .updateTable('Mail as m')
    .from('due')
    .set((eb) => ({ attempts: eb('m.attempts', '+', 1), dueAt: sql<Date>`now() + ${CLAIM}::interval` }))
    .whereRef('m.id', '=', 'due.id')
    .returning(['m.id', 'm.userId', 'm.template', 'm.fields', 'm.attempts', 'due.known', 'due.email', 'due.displayName'])
    .execute();
}
