import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { argonOf } from '../password/argon-of.js';
import { newPassword } from '../password/password-rule.js';
import { endSessions, tryPublishRevocations } from '../revocation/revocations.js';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { ownId } from '../user/user-visibility.js';
import { invalidCredentials } from '../user/user.errors.js';
import type { AuthAnswer } from '../user/user.payload.js';
import { answerWithSession } from './answer-with-session.js';
import { checkOwnPassword } from './check-own-password.js';
import { requireTokensCanBeIssued } from './issue-access-token.js';
import { openSession } from './open-session.js';
import { requireFresh } from './require-fresh.js';

const inputSchema = z.object({ newPassword });

/** Changes the caller's password: every session ends, and this device gets a new one. */
export async function changePassword(
  ctx: Ctx,
  input: { currentPassword: string; newPassword: string },
): Promise<AuthAnswer> {
  const userId = ownId(ctx);
  const { newPassword: wanted } = checked(inputSchema, input);
  const { factorAt } = await requireFresh(ctx, { passwordFollows: true });
  const present = await checkOwnPassword(ctx, input.currentPassword);
  if (present.error) throw new Rejection(present.error);
  const newHash = await argonOf(ctx).hash(wanted);
  await requireTokensCanBeIssued(ctx);
  const session = await inTransaction(ctx, async () => {
    // Locked like in a log-in, so that no session slips in with the old password.
    await query(ctx).selectFrom('User').select('id').where('id', '=', userId).forUpdate().execute();
    const changed = await query(ctx)
      .updateTable('Credential')
      .set({ passwordHash: newHash, changedAt: sql<Date>`now()` })
      .where('userId', '=', userId)
      .where('passwordHash', '=', present.passwordHash)
      .executeTakeFirstOrThrow();
    if (Number(changed.numUpdatedRows) === 0) return undefined;
    await endSessions(ctx, { userId, reason: 'PASSWORD_CHANGED' });
    await recordSecurityEvent(ctx, { type: 'PASSWORD_CHANGED', userId });
    return openSession(ctx, userId, newHash, { factorAt });
  });
  await tryPublishRevocations(ctx);
  if (!session) throw new Rejection(invalidCredentials(['currentPassword']));
  return answerWithSession(ctx, userId, session);
}
