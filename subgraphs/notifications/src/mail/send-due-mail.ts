import { SerialQueue } from '@emporium/bus/serial-queue';
import { isRetryable } from '@emporium/platform/is-retryable';
import { traceWork } from '@emporium/telemetry/trace-work';
import type { Work } from '@emporium/telemetry/work';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { ERASED } from './erased.js';
import { letterOf } from './letter-of.js';
import { OVER_LIMIT } from './mail-gauges.js';
import { reserveMail } from './reserve-mail.js';

const BATCH = 20;
const MAX_ATTEMPTS = 10;
/**
 * Meanwhile another replica leaves the mail alone: longer than a mailer may take for a mail
 * (SEND_TIMEOUT_MS), since a batch goes out at once.
 */
export const CLAIM = '2 minutes';

type DueMail = Awaited<ReturnType<typeof claim>>[number];

/**
 * Sends the mails that are due; a failed one is tried again later and later, and given up after ten
 * attempts.
 */
export async function sendDueMail(ctx: Ctx): Promise<void> {
  const due = await claim(ctx);
  // One after the other, so that those of one claim do not count past each other.
  const counting = new SerialQueue();
  await Promise.all(
    due.map((mail) => {
      const attributes = {
        'emporium.mail.id': mail.id,
        'emporium.mail.template': mail.template,
        'emporium.mail.attempt': mail.attempts,
      };
      const parent = mail.traceparent ?? undefined;
      return traceWork('send mail', { kind: 'client', attributes, parent }, (work) =>
        sendMail(ctx, mail, { counting, work }),
      );
    }),
  );
}

async function sendMail(
  ctx: Ctx,
  mail: DueMail,
  { counting, work }: { counting: SerialQueue; work: Work },
): Promise<void> {
  try {
    const letter = mail.erased ? undefined : await letterOf(ctx, mail);
    // Of an erased user: there is nobody to write to, and who sent it before may have died before
    // saying so. Or it is old news.
    if (!letter) return await takeAway(ctx, mail);
    // The limits keep strangers from being written to; staff are named by the configuration.
    const mayBeSent =
      mail.staffAddress !== null || (await counting.run(() => reserveMail(ctx, mail, letter.to)));
    if (!mayBeSent) return await giveUp(ctx, mail);
    await ctx.services.mailer.send({ messageId: mail.id, ...letter });
    const { numUpdatedRows } = await query(ctx)
      .updateTable('Mail')
      .set({ sentAt: sql<Date>`now()`, error: null })
      .where('id', '=', mail.id)
      .where('error', 'is distinct from', ERASED)
      .executeTakeFirstOrThrow();
    // The person was erased while the mail was on its way.
    if (numUpdatedRows === 0n) await takeAway(ctx, mail);
  } catch (error) {
    work.fail(error);
    // While another part is away nothing is wrong with the mail.
    const isLast = mail.attempts >= MAX_ATTEMPTS && !isRetryable(error);
    ctx.log.warn(
      { err: error, mail: mail.id, attempts: mail.attempts },
      isLast ? 'mail given up' : 'mail not sent, will try again',
    );
    await query(ctx)
      .updateTable('Mail')
      .set((eb) => ({
        error: (error as Error).message.slice(0, 500),
        failedAt: isLast ? sql<Date>`now()` : null,
        dueAt: sql<Date>`now() + make_interval(secs => least(3600, 30 * power(2, ${eb.ref('attempts')})))`,
      }))
      .where('id', '=', mail.id)
      .where('error', 'is distinct from', ERASED)
      .execute();
  }
}

/**
 * First what this shop keeps of it, then the row that knows of it: a crash in between repeats both.
 */
async function takeAway(ctx: Ctx, { id }: DueMail): Promise<void> {
  await ctx.services.mailer.forget([id]);
  await query(ctx).deleteFrom('Mail').where('id', '=', id).execute();
}

/**
 * Its address or user has had enough mails: it is not sent, now or later, since by then it would be
 * old news.
 */
async function giveUp(ctx: Ctx, { id, userId }: DueMail): Promise<void> {
  ctx.log.warn({ mail: id, userId }, 'mail not sent: its address or user has had enough for a day');
  await query(ctx)
    .updateTable('Mail')
    .set({ error: OVER_LIMIT, failedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
}

/** Takes due mails for this process: a crash while sending only delays them. */
function claim(ctx: Ctx) {
  return query(ctx)
    .with('due', (db) =>
      db
        .selectFrom('Mail as d')
        .leftJoin('Recipient as r', 'r.userId', 'd.userId')
        .select(['d.id', 'r.erased'])
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
    .set((eb) => ({
      attempts: eb('m.attempts', '+', 1),
      dueAt: sql<Date>`now() + ${CLAIM}::interval`,
    }))
    .whereRef('m.id', '=', 'due.id')
    .returning([
      'm.id',
      'm.userId',
      'm.orderId',
      'm.requestId',
      'm.endpointId',
      'm.reportId',
      'm.cartHash',
      'm.staffAddress',
      'm.template',
      'm.fields',
      'm.queuedAt',
      'm.attempts',
      'm.traceparent',
      'due.erased',
    ])
    .execute();
}
