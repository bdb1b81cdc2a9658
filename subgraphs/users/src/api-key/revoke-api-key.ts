import { can } from '@emporium/auth/principal';
import { inTransaction } from '@emporium/platform/in-transaction';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { tryPublishRevocations } from '../revocation/revocations.js';
import { assertMayManage } from '../role/may-grant.js';
import { User } from '../user/user.entity.js';
import { ownId } from '../user/user-visibility.js';
import { ApiKey } from './api-key.entity.js';
import type { ApiKeyAnswer } from './api-key.payload.js';
import { endApiKeys } from './end-api-keys.js';
import { lockKey, noKey } from './lock-key.js';

/**
 * Ends a key at once: one of the caller's, or with delete:api_key anybody's. Ending one that has
 * ended changes nothing. Throws FORBIDDEN for a key of somebody who may do more than the caller.
 */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<ApiKeyAnswer> {
  const caller = ownId(ctx);
  await inTransaction(ctx, async () => {
    const key = await lockKey(ctx, id);
    if (key.userId !== caller) {
      if (!can(ctx.principal, 'delete:api_key')) throw noKey();
      await assertMayManage(ctx, await ctx.em.findOneOrFail(User, key.userId));
    }
    const ended = await endApiKeys(ctx, { userId: key.userId, id, reason: 'REVOKED' });
    if (ended === 0) return;
    await recordSecurityEvent(ctx, {
      type: 'API_KEY_REVOKED',
      userId: key.userId,
      detail: { apiKeyId: id },
    });
  });
  await tryPublishRevocations(ctx);
  return { apiKey: await ctx.em.findOne(ApiKey, { id }, { refresh: true }) };
}
