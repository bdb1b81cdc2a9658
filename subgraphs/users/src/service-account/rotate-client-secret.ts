import { newClientSecret } from '@emporium/auth/api-key';
import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { inTransaction } from '@emporium/platform/in-transaction';
import { rotation } from '../api-key/api-key.inputs.js';
import { endSecrets } from '../api-key/end-secrets.js';
import { keyEnd } from '../api-key/key-end.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { tryPublishRevocations } from '../revocation/revocations.js';
import { query } from '../tables.js';
import { requireFresh } from '../session/require-fresh.js';
import { lockServiceAccount } from './lock-service-account.js';
import { ServiceAccount } from './service-account.entity.js';
import type { ServiceAccountSecretRotateArgs } from './service-account.inputs.js';
import type { ServiceAccountAnswer } from './service-account.payload.js';

/**
 * Gives a service account a new secret; the one of before goes on for the overlap. Access tokens of
 * a secret that ends end with it. Throws FORBIDDEN for an account that may do more than the caller,
 * who holds it afterwards.
 */
export async function rotateClientSecret(
  ctx: Ctx,
  input: ServiceAccountSecretRotateArgs,
): Promise<ServiceAccountAnswer> {
  const { overlapMinutes, expiresAt: wanted } = checked(rotation, input);
  const expiresAt = keyEnd(ctx, wanted, ['expiresAt']);
  await requireFresh(ctx);
  const made = newClientSecret();
  const serviceAccount = await inTransaction(ctx, async () => {
    const { id, version } = await lockServiceAccount(ctx, input.id, input.expectedVersion);
    const now = ctx.now();
    const newestUntil = new Date(now.getTime() + overlapMinutes * 60_000);
    await endSecrets(ctx, { serviceAccountId: id }, { newestUntil, now });
    await query(ctx)
      .insertInto('MachineSecret')
      .values({ id: newId('mse'), serviceAccountId: id, secretHash: made.hash, expiresAt })
      .execute();
    await ctx.em.nativeUpdate(ServiceAccount, id, { version: version + 1, updatedAt: now });
    await recordSecurityEvent(ctx, {
      type: 'SERVICE_ACCOUNT_SECRET_ROTATED',
      detail: { serviceAccountId: id, overlapMinutes },
    });
    return ctx.em.findOne(ServiceAccount, id, { refresh: true });
  });
  await tryPublishRevocations(ctx);
  return { serviceAccount, secret: made.secret };
}
