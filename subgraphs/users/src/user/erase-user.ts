import { can } from '@emporium/auth/principal';
import { forbidden } from '@emporium/graphql/app-errors';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { UserDeleted } from '@emporium/users-events';
import { isId } from '../input/is-id.js';
import { removeApiKeys } from '../api-key/end-api-keys.js';
import { endSessions, outdateTokens, tryPublishRevocations } from '../revocation/revocations.js';
import { adminRemainsWithout } from '../role/keep-an-admin.js';
import { assertMayManage } from '../role/may-grant.js';
import { checkOwnPassword } from '../session/check-own-password.js';
import { requireFresh } from '../session/require-fresh.js';
import { openErasure } from '../person/open-request.js';
import { clearCookies } from '../session/token-cookies.js';
import { query } from '../tables.js';
import { User, UserStatus } from './user.entity.js';
import { lastAdmin } from './user.errors.js';
import type { UserEraseArgs } from './user.inputs.js';
import { ownId } from './user-visibility.js';

/**
 * Erases a person (GDPR, art. 17): every personal value goes, a tombstone with the id stays, and
 * USER_DELETED tells the others. Without delete:user only oneself, and oneself only with the
 * password; both need a fresh proof (requireFresh). Throws FORBIDDEN for somebody else's account, or one that may do more than the caller.
 */
export async function eraseUser(
  ctx: Ctx,
  { userId, confirm, password }: UserEraseArgs,
): Promise<void> {
  if (!confirm)
    throw new Rejection(
      invalidInput('Set confirm to true: erasing cannot be undone.', ['confirm']),
    );
  const id = userId ?? ownId(ctx);
  const own = ctx.principal.kind === 'user' && ctx.principal.sub === id;
  if (!own && !can(ctx.principal, 'delete:user')) throw forbidden();
  if (!isId('usr', id)) throw new Rejection(notFound('There is no such user.', ['userId']));
  await requireFresh(ctx, { passwordFollows: own });
  if (own) {
    if (password == null)
      throw new Rejection(
        invalidInput('Give your password: erasing cannot be undone.', ['password']),
      );
    const check = await ctx.services.ownPassword(id, () => checkOwnPassword(ctx, password));
    if (check.error) throw new Rejection(check.error);
  }
  await inTransaction(ctx, async () => {
    const adminRemains = await adminRemainsWithout(ctx, id);
    const user = await ctx.em.findOne(
      User,
      { id, status: { $ne: UserStatus.ERASED } },
      { refresh: true },
    );
    if (!user) throw new Rejection(notFound('There is no such user.', ['userId']));
    if (!own) await assertMayManage(ctx, user);
    if (!adminRemains) throw new Rejection(lastAdmin());
    await completeErasure(ctx, id);
    await recordSecurityEvent(ctx, { type: 'USER_ERASED', userId: id });
  });
  await tryPublishRevocations(ctx);
  if (own) clearCookies(ctx);
}

/** Takes every personal value, leaves the tombstone and tells it. Call it in a transaction. */
export async function completeErasure(ctx: Ctx, id: string): Promise<void> {
  const tombstone = await query(ctx)
    .updateTable('User')
    .set((eb) => ({
      status: UserStatus.ERASED,
      email: null,
      emailVerified: false,
      firstName: null,
      lastName: null,
      chosenName: null,
      phone: null,
      avatarId: null,
      version: eb('version', '+', 1),
      updatedAt: ctx.now(),
    }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  // After the row is ours, so that no log-in of this moment slips past; before the sessions go.
  await outdateTokens(ctx, { userId: id });
  await endSessions(ctx, { userId: id, reason: 'ERASED' });
  await removeApiKeys(ctx, id);
  await query(ctx).deleteFrom('Credential').where('userId', '=', id).execute();
  // The secrets of factors go with them.
  await query(ctx).deleteFrom('Factor').where('userId', '=', id).execute();
  await query(ctx).deleteFrom('RecoveryCode').where('userId', '=', id).execute();
  await query(ctx).deleteFrom('FactorReset').where('userId', '=', id).execute();
  await query(ctx).deleteFrom('LoginChallenge').where('userId', '=', id).execute();
  await query(ctx).deleteFrom('AccountLink').where('userId', '=', id).execute();
  await query(ctx).deleteFrom('UserAddress').where('userId', '=', id).execute();
  await query(ctx).deleteFrom('Session').where('userId', '=', id).execute();
  // With the files, which are copies of everything.
  await query(ctx)
    .deleteFrom('PersonRequest')
    .where('userId', '=', id)
    .where('kind', '=', 'EXPORT')
    .execute();
  // The log keeps what happened, not where the person was.
  await query(ctx)
    .updateTable('SecurityEvent')
    .set({ ip: null })
    .where('userId', '=', id)
    .execute();
  // Answers stored under idempotency keys hold ids only, but their scope names the person.
  await query(ctx).deleteFrom('IdempotencyRecord').where('scope', '=', `user:${id}`).execute();
  await openErasure(ctx, id);
  ctx.emit(UserDeleted, {
    key: id,
    version: tombstone.version,
    data: { id, version: tombstone.version },
  });
}
