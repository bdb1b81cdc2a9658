import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { isId } from '../input/is-id.js';
import { endApiKeys } from '../api-key/end-api-keys.js';
import { endSessions, outdateTokens, tryPublishRevocations } from '../revocation/revocations.js';
import { adminRemainsWithout } from '../role/keep-an-admin.js';
import { assertMayManage } from '../role/may-grant.js';
import { changeUser } from './change-user.js';
import { User, UserStatus } from './user.entity.js';
import { lastAdmin } from './user.errors.js';
import type { UserAnswer } from './user.payload.js';

/**
 * Keeps a user out: sessions, access tokens and API keys end at once. Throws FORBIDDEN for an account that
 * may do more than the caller.
 */
export async function blockUser(ctx: Ctx, id: string): Promise<UserAnswer> {
  const changed = await setStatus(ctx, id, UserStatus.BLOCKED);
  await tryPublishRevocations(ctx);
  return changed;
}

/** Lets a blocked user log in again; old sessions and API keys stay ended. Throws FORBIDDEN like blockUser. */
export async function unblockUser(ctx: Ctx, id: string): Promise<UserAnswer> {
  return setStatus(ctx, id, UserStatus.ACTIVE);
}

async function setStatus(
  ctx: Ctx,
  id: string,
  status: UserStatus.ACTIVE | UserStatus.BLOCKED,
): Promise<UserAnswer> {
  const missing = () => new Rejection(notFound('There is no such user.', ['id']));
  if (!isId('usr', id)) throw missing();
  return inTransaction(ctx, async () => {
    const blocks = status === UserStatus.BLOCKED;
    const adminRemains = !blocks || (await adminRemainsWithout(ctx, id));
    const user = await ctx.em.findOne(
      User,
      { id, status: { $ne: UserStatus.ERASED } },
      { refresh: true },
    );
    if (!user) throw missing();
    await assertMayManage(ctx, user);
    if (!adminRemains) throw new Rejection(lastAdmin());
    if (user.status === status) return { user };
    const changed = await changeUser(ctx, id, { status });
    if (blocks) {
      await outdateTokens(ctx, { userId: id });
      await endSessions(ctx, { userId: id, reason: 'BLOCKED' });
      await endApiKeys(ctx, { userId: id, reason: 'BLOCKED' });
    }
    await recordSecurityEvent(ctx, {
      type: blocks ? 'USER_BLOCKED' : 'USER_UNBLOCKED',
      userId: id,
    });
    return { user: changed ?? null };
  });
}
