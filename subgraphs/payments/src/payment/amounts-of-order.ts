import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { COVERING_STATUSES, LIVE_STATUSES, PaymentStatus } from './payment-status.js';

/**
 * What the payments of the order that have these statuses are about, in minor units, without what
 * went back because it was more than the order costs.
 */
async function sumOf(
  ctx: Ctx,
  orderId: string,
  statuses: readonly PaymentStatus[],
): Promise<number> {
  const { sum } = await query(ctx)
    .selectFrom('PaymentRow as p')
    .select((eb) => sql<number>`coalesce(sum(${eb.ref('p.amount')}), 0)::bigint`.as('sum'))
    .where('p.orderId', '=', orderId)
    .where('p.status', 'in', statuses)
    .where((eb) =>
      eb.or([
        eb('p.releaseRequested', '=', false),
        eb('p.captured', '>', 0),
        eb('p.status', '<>', PaymentStatus.AUTHORIZED),
      ]),
    )
    .executeTakeFirstOrThrow();
  return sum - (await surplusOf(ctx, orderId));
}

/** Of the refunds of an order, those of what was paid beyond its total (returnSurplus). */
async function surplusOf(ctx: Ctx, orderId: string): Promise<number> {
  const { sum } = await query(ctx)
    .selectFrom('RefundRow as r')
    .innerJoin('PaymentRow as p', 'p.id', 'r.paymentId')
    .select((eb) => sql<number>`coalesce(sum(${eb.ref('r.amount')}), 0)::bigint`.as('sum'))
    .where('p.orderId', '=', orderId)
    .where('r.status', '<>', 'FAILED')
    .where(sql<boolean>`r.provider_key = 'auto:' || p.id || ':surplus'`)
    .executeTakeFirstOrThrow();
  return sum;
}

/** What of the order is paid, by money that is ours or set aside for us. */
export const coveredOf = (ctx: Ctx, orderId: string) => sumOf(ctx, orderId, COVERING_STATUSES);

/** What of the order is paid or could be by a payment that is under way. */
export const committedOf = (ctx: Ctx, orderId: string) => sumOf(ctx, orderId, LIVE_STATUSES);
