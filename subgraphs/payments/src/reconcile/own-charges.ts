import type { Ctx } from '../context.js';
import { query } from '../tables.js';

const BATCH = 500;

/** What we have written down of the charges of the provider in use; those made since then. */
export function ownCharges(ctx: Ctx, since?: Date) {
  return query(ctx)
    .selectFrom('PaymentRow')
    .select(['id', 'orderId', 'round', 'providerKey', 'amount', 'currency', 'captured', 'status'])
    .where('provider', '=', ctx.services.provider.name)
    .$if(since !== undefined, (recent) => recent.where('createdAt', '>=', since!))
    .execute();
}

/** A charge as payments knows it. */
export type OwnCharge = Awaited<ReturnType<typeof ownCharges>>[number];

/** The charges of these keys, whenever they were made. */
export async function ownChargesOf(ctx: Ctx, keys: readonly string[]): Promise<OwnCharge[]> {
  const found: OwnCharge[] = [];
  for (let i = 0; i < keys.length; i += BATCH)
    found.push(
      ...(await query(ctx)
        .selectFrom('PaymentRow')
        .select([
          'id',
          'orderId',
          'round',
          'providerKey',
          'amount',
          'currency',
          'captured',
          'status',
        ])
        .where('providerKey', 'in', keys.slice(i, i + BATCH))
        .execute()),
    );
  return found;
}

/** What we have written down of the refunds of these payments. */
export async function ownRefundsOf(ctx: Ctx, paymentIds: readonly string[]) {
  const of = (ids: readonly string[]) =>
    query(ctx)
      .selectFrom('RefundRow')
      .select(['id', 'paymentId', 'providerKey', 'providerRef', 'amount', 'status'])
      .where('paymentId', 'in', ids)
      .execute();
  const found: Awaited<ReturnType<typeof of>> = [];
  for (let i = 0; i < paymentIds.length; i += BATCH)
    found.push(...(await of(paymentIds.slice(i, i + BATCH))));
  return found;
}

/** A refund as payments knows it. */
export type OwnRefund = Awaited<ReturnType<typeof ownRefundsOf>>[number];
