import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx, PaymentsServices } from '../context.js';
import { applyCharge } from '../payment/apply-charge.js';
import { attemptOf } from '../payment/attempt-of.js';
import { lockPayable } from '../payment/lock-payable.js';
import type { PaymentRow } from '../payment/payment.entity.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { ProviderUnavailableError } from '../provider/payment-provider.js';
import { query } from '../tables.js';
import { openCaptures } from './open-captures.js';

const TIMEOUT_MS = 5_000;
const BATCH = 20;

/**
 * Keeps the money of orders that ship late: a day before it would be free again it is set aside anew
 * where the provider can do that, else captured.
 */
export const keepAuthorizations: Job<PaymentsServices> = {
  name: 'keep-authorizations',
  everyMs: 60_000,
  run: async (ctx) => {
    const due = await query(ctx)
      .selectFrom('PaymentRow')
      .selectAll()
      .where('status', '=', PaymentStatus.AUTHORIZED)
      .where('authorizationExpiresAt', '<', sql<Date>`now() + interval '1 day'`)
      .where('releaseRequested', '=', false)
      .orderBy('authorizationExpiresAt')
      .limit(BATCH)
      .execute();
    // One that goes wrong is due again at once, before the others: it must not keep them waiting.
    for (const payment of due)
      await keep(ctx, payment).catch((error: unknown) => {
        const about = { err: error, paymentId: payment.id };
        if (error instanceof ProviderUnavailableError)
          ctx.log.warn(about, 'not set aside anew: will be tried again');
        else ctx.log.error(about, 'cannot be set aside anew');
      });
  },
};

async function keep(ctx: Ctx, payment: PaymentRow): Promise<void> {
  const { provider } = ctx.services;
  if (provider.renew)
    return applyCharge(ctx, payment, await provider.renew(attemptOf(payment), TIMEOUT_MS));
  await inTransaction(ctx, async () => {
    await lockPayable(ctx, payment.orderId);
    await openCaptures(ctx, {
      orderId: payment.orderId,
      reason: 'it would have lapsed',
      key: 'lapses',
    });
  });
}
