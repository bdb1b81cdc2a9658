import { Rejection } from '@emporium/graphql/rejection';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { isId } from '../input/is-id.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { findUser } from '../user/find-users.js';
import { ownId } from '../user/user-visibility.js';
import { attemptFactor } from './attempt-factor.js';
import { assertRoomForFactor } from './begin-totp.js';
import { challengeInvalid } from './factor.errors.js';
import type { FactorAnswer } from './factor.payload.js';
import { openSecret } from './factor-secret.js';
import { finishEnrolment } from './finish-enrolment.js';
import { takeStep } from './take-code.js';
import { totpStepOf } from './totp-code.js';

/** For how long an enrolment waits for its first code. */
const ENROLMENT_LIFE = '30 minutes';

/**
 * Completes the enrolment of an authenticator app by a code that it shows; the code is used up. The
 * first factor of an account brings recovery codes. Throws CHALLENGE_INVALID when there is no such
 * enrolment any more, FACTOR_INVALID, ACCOUNT_LOCKED.
 */
export async function confirmTotp(
  ctx: Ctx,
  input: { factorId: string; code: string },
): Promise<FactorAnswer> {
  const userId = ownId(ctx);
  const { factorId } = input;
  await requireFresh(ctx);
  if (!isId('fac', factorId)) throw new Rejection(challengeInvalid(['factorId']));
  const owner = { userId, email: (await findUser(ctx, userId))?.email ?? null };
  return attemptFactor(ctx, owner, () =>
    inTransaction(ctx, async () => {
      await assertRoomForFactor(ctx, userId);
      const enrolment = await query(ctx)
        .selectFrom('Factor as f')
        .innerJoin('Totp as t', 't.factorId', 'f.id')
        .select('t.secret')
        .where('f.id', '=', factorId)
        .where('f.userId', '=', userId)
        .where('f.confirmedAt', 'is', null)
        .where('f.createdAt', '>', sql<Date>`now() - ${ENROLMENT_LIFE}::interval`)
        .executeTakeFirst();
      const secret = enrolment && openSecret(ctx, factorId, enrolment.secret);
      if (secret === undefined) throw new Rejection(challengeInvalid(['factorId']));
      const step = totpStepOf(secret, input.code.replaceAll(/\s/g, ''), ctx.now());
      if (step === undefined || !(await takeStep(ctx, factorId, step))) return undefined;
      await query(ctx)
        .updateTable('Factor')
        .set({ confirmedAt: sql<Date>`now()` })
        .where('id', '=', factorId)
        .execute();
      await recordSecurityEvent(ctx, {
        type: 'FACTOR_ADDED',
        userId,
        detail: { factorId, kind: 'TOTP' },
      });
      return finishEnrolment(ctx, userId, factorId);
    }),
  );
}
