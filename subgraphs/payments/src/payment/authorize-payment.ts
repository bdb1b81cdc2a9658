import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import type { Charge } from '../provider/payment-provider.js';
import { returnSurplus } from '../refund/return-surplus.js';
import { query } from '../tables.js';
import type { LockedPayable } from './lock-payable.js';
import type { PaymentRow } from './payment.entity.js';
import { PaymentStatus } from './payment-status.js';
import { tellAuthorized } from './tell-payment.js';

/**
 * Records, in the running transaction, that the money of a payment is set aside and until when; told
 * once. For an order that was cancelled meanwhile it is released again. The caller has locked the
 * order's row.
 */
export async function authorizePayment(
  ctx: Ctx,
  root: LockedPayable,
  payment: PaymentRow,
  charge: Pick<Charge, 'ref' | 'authorizationExpiresAt'>,
): Promise<void> {
  const until = charge.authorizationExpiresAt ? new Date(charge.authorizationExpiresAt) : null;
  const change = query(ctx).updateTable('PaymentRow').where('id', '=', payment.id);
  if (until)
    await change
      .set((eb) => ({
        authorizationExpiresAt: until,
        nextPollAt: eb
          .case()
          .when('releaseRequested', '=', true)
          .then(eb.ref('nextPollAt'))
          .else(null)
          .end(),
      }))
      .where('status', '=', PaymentStatus.AUTHORIZED)
      .execute();
  const { numUpdatedRows } = await change
    .set({
      status: PaymentStatus.AUTHORIZED,
      authorizationExpiresAt: until,
      clientSecret: null,
      failureCode: null,
      nextPollAt: root.cancelled ? sql<Date>`now()` : null,
      releaseRequested: root.cancelled,
      ...(charge.ref ? { providerRef: charge.ref } : {}),
    })
    .where('status', 'in', [
      PaymentStatus.PENDING,
      PaymentStatus.REQUIRES_ACTION,
      PaymentStatus.FAILED,
    ])
    .executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) === 0) return;
  // First what goes back at once, so that orders hears of what stays.
  if (!root.cancelled) await returnSurplus(ctx, root, payment.id);
  await tellAuthorized(ctx, payment, until);
}
