import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** What we have written down of the charges of the provider in use; those made since then. */
export function ownCharges(ctx: Ctx, since?: Date) {
  return query(ctx)
    .selectFrom('PaymentRow')
    .select(['id', 'orderId', 'providerKey', 'amount', 'currency', 'captured', 'status'])
    .where('provider', '=', ctx.services.provider.name)
    .$if(since !== undefined, (recent) => recent.where('createdAt', '>=', since!))
    .execute();
}

/** A charge as payments knows it. */
export type OwnCharge = Awaited<ReturnType<typeof ownCharges>>[number];
