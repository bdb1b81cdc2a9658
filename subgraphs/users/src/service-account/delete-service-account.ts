import { inTransaction } from '@emporium/platform/in-transaction';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { outdateMachine, tryPublishRevocations } from '../revocation/revocations.js';
import { query } from '../tables.js';
import { lockServiceAccount } from './lock-service-account.js';
import type { ServiceAccountAnswer } from './service-account.payload.js';

/**
 * Deletes a service account; its secrets and access tokens are void at once. Throws FORBIDDEN for
 * one that may do more than the caller.
 */
export async function deleteServiceAccount(ctx: Ctx, id: string): Promise<ServiceAccountAnswer> {
  await inTransaction(ctx, async () => {
    await lockServiceAccount(ctx, id);
    // Its secrets go with it.
    await query(ctx).deleteFrom('ServiceAccount').where('id', '=', id).execute();
    await outdateMachine(ctx, id);
    await recordSecurityEvent(ctx, {
      type: 'SERVICE_ACCOUNT_DELETED',
      detail: { serviceAccountId: id },
    });
  });
  await tryPublishRevocations(ctx);
  return { deletedId: id };
}
