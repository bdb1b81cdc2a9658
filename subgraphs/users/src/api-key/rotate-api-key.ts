import { newApiKey } from '@emporium/auth/api-key';
import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { tryPublishRevocations } from '../revocation/revocations.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { ownId } from '../user/user-visibility.js';
import { ApiKey } from './api-key.entity.js';
import { rotation, type ApiKeyRotateArgs } from './api-key.inputs.js';
import type { ApiKeyAnswer } from './api-key.payload.js';
import { endSecrets } from './end-secrets.js';
import { keyEnd } from './key-end.js';
import { lockKey, noKey } from './lock-key.js';

/**
 * Gives a key of the caller a new secret; the one of before goes on for the overlap, and one from
 * before that ends at once, so that at most two work. Only the owner may: whoever rotates holds the
 * key afterwards.
 */
export async function rotateApiKey(ctx: Ctx, input: ApiKeyRotateArgs): Promise<ApiKeyAnswer> {
  const userId = ownId(ctx);
  const { overlapMinutes, expiresAt: wanted } = checked(rotation, input);
  await requireFresh(ctx);
  const made = newApiKey();
  await inTransaction(ctx, async () => {
    const key = await lockKey(ctx, input.id);
    if (key.userId !== userId) throw noKey();
    const now = ctx.now();
    if (key.revokedAt || key.expiresAt <= now)
      throw new Rejection(notFound('This API key has ended: make a new one.', ['id']));
    if (key.version !== input.expectedVersion) throw new Rejection(versionConflict(key.version));
    const expiresAt = wanted == null ? key.expiresAt : keyEnd(ctx, wanted, ['expiresAt']);
    const newestUntil = new Date(now.getTime() + overlapMinutes * 60_000);
    await endSecrets(ctx, { apiKeyId: key.id }, { newestUntil, now });
    await query(ctx)
      .insertInto('MachineSecret')
      .values({ id: newId('mse'), apiKeyId: key.id, secretHash: made.hash, expiresAt })
      .execute();
    await query(ctx)
      .updateTable('ApiKey')
      .set({ prefix: made.prefix, expiresAt, version: key.version + 1, updatedAt: now })
      .where('id', '=', key.id)
      .execute();
    await recordSecurityEvent(ctx, {
      type: 'API_KEY_ROTATED',
      userId,
      detail: { apiKeyId: key.id, overlapMinutes },
    });
  });
  await tryPublishRevocations(ctx);
  return {
    apiKey: await ctx.em.findOne(ApiKey, { id: input.id }, { refresh: true }),
    secret: made.secret,
  };
}
