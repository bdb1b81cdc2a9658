import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { rememberDevice } from '../device/remember-device.js';
import { attemptFactor } from '../factor/attempt-factor.js';
import { challengeInvalid } from '../factor/factor.errors.js';
import { takeProof, type FactorProof } from '../factor/take-proof.js';
import type { AuthAnswer } from '../user/user.payload.js';
import { answerWithSession } from './answer-with-session.js';
import { countAttempt, takeChallenge } from './challenge-login.js';
import { requireTokensCanBeIssued } from './issue-access-token.js';
import { openSession } from './open-session.js';
import { handOutDevice } from './token-cookies.js';

/**
 * Completes a log-in by a second factor. The proof and the challenge are used up together with the
 * session being opened, or not at all; an attempt counts in any case. Throws CHALLENGE_INVALID (log
 * in again), FACTOR_INVALID (try again) or ACCOUNT_LOCKED, RATE_LIMITED for too many at once.
 */
export async function verifyMfa(
  ctx: Ctx,
  input: FactorProof & { challenge: string; rememberDevice?: boolean | null },
): Promise<AuthAnswer> {
  if ((input.code == null) === (input.passkey == null))
    throw new Rejection(invalidInput('Give either a code or what a passkey answered.', ['code']));
  await requireTokensCanBeIssued(ctx);
  const challenge = await countAttempt(ctx, input.challenge);
  if (!challenge) throw new Rejection(challengeInvalid());
  const { userId } = challenge;
  const { opened, deviceToken } = await attemptFactor(ctx, challenge, () =>
    inTransaction(ctx, async () => {
      const purpose = { for: 'MFA' as const, mfaChallenge: input.challenge };
      const method = await takeProof(ctx, userId, input, purpose);
      if (method === undefined) return undefined;
      const passwordHash = await takeChallenge(ctx, challenge);
      const opened =
        passwordHash && (await openSession(ctx, userId, passwordHash, { factorAt: 'now' }));
      // Rolls back: the proof was right, and stays good for the log-in that comes next.
      if (!opened) throw new Rejection(challengeInvalid());
      const detail = { sessionId: opened.sessionId, method };
      await recordSecurityEvent(ctx, { type: 'LOGIN_OK', userId, detail });
      const deviceToken = input.rememberDevice ? await rememberDevice(ctx, userId) : undefined;
      return { opened, deviceToken };
    }),
  );
  const answer = await answerWithSession(ctx, userId, opened);
  return deviceToken ? { ...answer, ...handOutDevice(ctx, deviceToken) } : answer;
}
