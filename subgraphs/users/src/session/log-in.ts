import { Rejection } from '@emporium/graphql/rejection';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { normalizedEmail } from '@emporium/graphql/input/email-address';
import { rememberedSince } from '../device/remember-device.js';
import { factorMethods } from '../factor/factor-methods.js';
import { invalidCredentials } from '../user/user.errors.js';
import type { AuthAnswer } from '../user/user.payload.js';
import { answerWithSession } from './answer-with-session.js';
import { challengeLogin } from './challenge-login.js';
import { checkPassword } from './check-password.js';
import { openSession } from './open-session.js';

/**
 * Logs in with e-mail address and password. An account with a second factor is answered with a
 * challenge instead of tokens (see verifyMfa), unless the device is remembered. Throws RATE_LIMITED
 * when too many passwords are being checked already.
 */
export async function logIn(
  ctx: Ctx,
  input: { email: string; password: string; deviceToken?: string | null },
): Promise<AuthAnswer> {
  const check = await checkPassword(ctx, normalizedEmail(input.email), input.password);
  if (check.error) throw new Rejection(check.error);
  const methods = await factorMethods(ctx, check.userId);
  const device = input.deviceToken ?? ctx.headers['x-device-token'];
  const factorAt = methods.length > 0 ? await rememberedSince(ctx, check.userId, device) : null;
  if (factorAt === undefined) return challengeLogin(ctx, check, methods);
  const session = await inTransaction(ctx, async () => {
    const opened = await openSession(ctx, check.userId, check.passwordHash, { factorAt });
    if (opened)
      await recordSecurityEvent(ctx, {
        type: 'LOGIN_OK',
        userId: check.userId,
        detail: { sessionId: opened.sessionId },
      });
    return opened;
  });
  if (!session) throw new Rejection(invalidCredentials());
  return answerWithSession(ctx, check.userId, session);
}
