import { inTransaction } from '@emporium/platform/in-transaction';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { UsersCtx } from '../services.js';
import { normalizedEmail } from '@emporium/graphql/input/email-address';
import { invalidCredentials } from '../user/user.errors.js';
import type { AuthPayload } from '../user/user.payloads.js';
import { answerWithSession } from './answer-with-session.js';
import { checkPassword } from './check-password.js';
import { openSession } from './open-session.js';

/** Logs in with e-mail address and password. Throws RATE_LIMITED when too many passwords are being checked already. */
export async function logIn(ctx: UsersCtx, input: { email: string; password: string }): Promise<AuthPayload> {
  const check = await checkPassword(ctx, normalizedEmail(input.email), input.password);
  if (check.error) return { userErrors: [check.error] };
  const session = await inTransaction(ctx, async () => {
    const opened = await openSession(ctx, check.userId, check.passwordHash);
    if (opened) await recordSecurityEvent(ctx, { type: 'LOGIN_OK', userId: check.userId, detail: { sessionId: opened.sessionId } });
    return opened;
  });
  return session ? answerWithSession(ctx, check.userId, session) : { userErrors: [invalidCredentials()] };
}
