import { newId } from '@emporium/db/new-id';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import type { PaymentRow } from '../payment/payment.entity.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { releaseWaiting } from './release-waiting.js';
import { query } from '../tables.js';

/** A capture of an order's authorised money. */
export interface WantedCapture {
  orderId: string;
  /** How much in minor units; without it, all that is still set aside. */
  minor?: number;
  reason: string;
  /** The same for a repeat: it opens no second capture. */
  key: string;
}

/**
 * Writes down, in the running transaction, that authorised money of an order is to be captured; the
 * job sends it. Where the provider takes only one capture of a charge, it is for the whole. Returns
 * the ids of the captures. The caller has locked the order's row.
 */
export async function openCaptures(ctx: Ctx, wanted: WantedCapture): Promise<string[]> {
  const payments = await query(ctx)
    .selectFrom('PaymentRow')
    .selectAll()
    .where('orderId', '=', wanted.orderId)
    .where('kind', '=', 'PROVIDER')
    .where('status', '=', PaymentStatus.AUTHORIZED)
    .where('releaseRequested', '=', false)
    .orderBy('attempt')
    .execute();
  const ids: string[] = [];
  let rest = wanted.minor ?? 0;
  for (const payment of payments) {
    const open = await openOf(ctx, payment);
    const part =
      ctx.services.provider.capturesParts && wanted.minor !== undefined ? rest : undefined;
    const minor =
      part === undefined ? open - (await releaseWaiting(ctx, payment, open)) : Math.min(open, part);
    const id = minor > 0 ? await insertCapture(ctx, payment, minor, wanted) : undefined;
    rest -= minor;
    if (id) ids.push(id);
  }
  return ids;
}

/** What of the payment is set aside and not about to be captured. */
async function openOf(ctx: Ctx, payment: PaymentRow): Promise<number> {
  const { pending } = await query(ctx)
    .selectFrom('CaptureRow as c')
    .select((eb) => sql<number>`coalesce(sum(${eb.ref('c.amount')}), 0)::bigint`.as('pending'))
    .where('c.paymentId', '=', payment.id)
    .where('c.status', '=', 'PENDING')
    .executeTakeFirstOrThrow();
  return payment.amount - payment.captured - pending;
}

async function insertCapture(
  ctx: Ctx,
  payment: PaymentRow,
  amount: number,
  { reason, key }: WantedCapture,
): Promise<string | undefined> {
  const inserted = await query(ctx)
    .insertInto('CaptureRow')
    .values({
      id: newId('cap'),
      paymentId: payment.id,
      amount,
      reason,
      providerKey: `capture:${payment.id}:${key}`,
      nextTryAt: sql<Date>`now()`,
    })
    .onConflict((conflict) => conflict.column('providerKey').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id;
}
