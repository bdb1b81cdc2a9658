import { newId } from '@emporium/db/new-id';
import type { Command } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import type { Ctx, PaymentsServices } from '../context.js';
import { findPayment } from '../payment/find-payment.js';
import { settlePayment } from '../payment/settle-payment.js';
import type { ProviderLogEntry } from '../provider/payment-provider.js';
import { recordRefund } from '../refund/record-refund.js';
import { sendRefund } from '../refund/send-refund.js';
import { query } from '../tables.js';
import { bookedCharges } from './booked-charges.js';
import { compareCharges, type Difference } from './compare-charges.js';
import { ownCharges, ownChargesOf, ownRefundsOf } from './own-charges.js';

const TIMEOUT_MS = 10_000;
/** Entries of the provider after which the reader hears that it goes on. */
const TELL_EVERY = 1_000;
const DAYS = 30;

const argsSchema = z.object({
  apply: z.boolean().default(false),
  since: z.coerce.date().optional(),
});

/**
 * Compares what we have written down with the provider's own books, or its lists of the last 30 days,
 * tells each difference, and with `apply` mends what asking or recording mends: nothing is charged,
 * refunded or given up by it. The result is `failed` while a difference is left.
 */
export const reconcilePayments: Command<PaymentsServices> = {
  name: 'reconcile-payments',
  async *run(ctx, args) {
    const { apply, since } = argsSchema.parse(args);
    const from = since ?? new Date(ctx.now().getTime() - DAYS * 86_400_000);
    const entries: ProviderLogEntry[] = [];
    for await (const entry of entriesOf(ctx, from)) {
      entries.push(entry);
      if (entries.length % TELL_EVERY === 0)
        yield { type: 'note', text: `${entries.length} entries of the provider` };
    }
    const differences = await compare(ctx, entries, ctx.services.provider.log ? undefined : from);
    let left = 0;
    for (const [index, { text, repair }] of differences.entries()) {
      const mended = apply && repair ? await mend(ctx, repair) : undefined;
      const word = mended === true ? 'MENDED' : repair && !apply ? 'FOUND ' : 'OPEN  ';
      if (mended !== true) left += 1;
      yield {
        type: 'line',
        text: `${word}  ${text}${typeof mended === 'string' ? `: ${mended}` : ''}`,
      };
      if ((index + 1) % TELL_EVERY === 0)
        yield { type: 'note', text: `${index + 1} of ${differences.length} differences` };
    }
    const summary = `${entries.length} entries of ${ctx.services.provider.name} compared, ${differences.length} difference(s), ${differences.length - left} mended`;
    const hint = left > 0 && !apply ? '; --apply mends what says FOUND' : '';
    yield { type: 'result', text: `${summary}${hint}`, failed: left > 0 };
  },
};

async function* entriesOf(ctx: Ctx, since: Date): AsyncGenerator<ProviderLogEntry> {
  const { provider } = ctx.services;
  if (provider.log) yield* await provider.log();
  else if (provider.entriesSince) yield* provider.entriesSince(since);
}

async function compare(
  ctx: Ctx,
  entries: readonly ProviderLogEntry[],
  since: Date | undefined,
): Promise<Difference[]> {
  const booked = bookedCharges(entries);
  const recent = await ownCharges(ctx, since);
  // What the provider lists may have been written down here a moment before `since`.
  const seen = new Set(recent.map(({ providerKey }) => providerKey));
  const older = booked.map(({ key }) => key).filter((key) => !seen.has(key));
  const own = [...recent, ...(await ownChargesOf(ctx, older))];
  const refunds = await ownRefundsOf(
    ctx,
    own.map(({ id }) => id),
  );
  return compareCharges(booked, own, refunds);
}

/** True when it is mended, else why not. */
async function mend(ctx: Ctx, repair: NonNullable<Difference['repair']>): Promise<true | string> {
  try {
    if ('settle' in repair) await settlePayment(ctx, repair.settle);
    else if ('send' in repair) {
      if (!(await sendRefund(ctx, repair.send, TIMEOUT_MS))) return 'the provider does not answer';
    } else await record(ctx, repair.record);
    return true;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Writes down a refund that was made at the provider past us: the money has gone. */
async function record(
  ctx: Ctx,
  { paymentId, key, ref, amount }: { paymentId: string; key: string; ref: string; amount: number },
): Promise<void> {
  await inTransaction(ctx, async () => {
    const payment = await findPayment(ctx, paymentId);
    const refund = await query(ctx)
      .insertInto('RefundRow')
      .values({
        id: newId('ref'),
        paymentId,
        amount,
        currency: payment.currency,
        reason: 'Made at the provider.',
        automatic: false,
        providerKey: key,
        nextTryAt: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordRefund(ctx, refund, payment, { ref, status: 'succeeded' });
  });
}
