import { Rejection } from '@emporium/graphql/rejection';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { factorInvalid } from '../factor/factor.errors.js';
import { answerWithSession } from '../session/answer-with-session.js';
import { requireTokensCanBeIssued } from '../session/issue-access-token.js';
import { openSession } from '../session/open-session.js';
import { query } from '../tables.js';
import type { AuthAnswer } from '../user/user.payload.js';
import { takePasskey } from './take-passkey.js';

/**
 * Logs in by a passkey alone, which has verified its user: it is both what somebody has and what
 * somebody knows or is. Throws FACTOR_INVALID, the same for a passkey of nobody and of a blocked
 * account.
 */
export async function logInWithPasskey(ctx: Ctx, passkey: string): Promise<AuthAnswer> {
  await requireTokensCanBeIssued(ctx);
  const opened = await inTransaction(ctx, async () => {
    const userId = await takePasskey(ctx, { for: 'LOGIN' }, passkey);
    if (userId === undefined) return undefined;
    const credential = await query(ctx)
      .selectFrom('Credential')
      .select('passwordHash')
      .where('userId', '=', userId)
      .executeTakeFirst();
    const session =
      credential &&
      (await openSession(ctx, userId, credential.passwordHash, {
        factorAt: 'now',
        byPassword: false,
      }));
    if (!session) return undefined;
    const detail = { sessionId: session.sessionId, method: 'PASSKEY' };
    await recordSecurityEvent(ctx, { type: 'LOGIN_OK', userId, detail });
    return { userId, session };
  });
  if (!opened) {
    await recordSecurityEvent(ctx, { type: 'LOGIN_FAILED', detail: { method: 'PASSKEY' } });
    throw new Rejection(factorInvalid(['passkey']));
  }
  return answerWithSession(ctx, opened.userId, opened.session);
}
