import { forbidden } from '@emporium/graphql/app-errors';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { attemptFactor } from '../factor/attempt-factor.js';
import { factorMethods } from '../factor/factor-methods.js';
import { stepUpRequired, type ProofMethod } from '../factor/factor.errors.js';
import { takeProof, type FactorProof } from '../factor/take-proof.js';
import { query } from '../tables.js';
import { findUser } from '../user/find-users.js';
import { ownId } from '../user/user-visibility.js';
import { checkOwnPassword } from './check-own-password.js';

/** What proves who somebody is: one of them. */
export interface Proof extends FactorProof {
  password?: string | null;
}

/**
 * Proves again who the caller is, by a second factor or, without one, by the password; for 10
 * minutes this session may do what asks for it. Throws FORBIDDEN for a caller without a session.
 */
export async function stepUp(ctx: Ctx, { password, ...proof }: Proof): Promise<void> {
  const userId = ownId(ctx);
  const { sid } = ctx.principal;
  if (sid === undefined) throw forbidden();
  if ([password, proof.code, proof.passkey].filter((given) => given != null).length !== 1)
    throw new Rejection(
      invalidInput('Give either a code, what a passkey answered, or your password.', ['code']),
    );
  const methods = await factorMethods(ctx, userId);
  if (password == null) {
    const owner = { userId, email: (await findUser(ctx, userId))?.email ?? null };
    await attemptFactor(ctx, owner, () =>
      inTransaction(ctx, async () => {
        const purpose = { for: 'STEP_UP' as const, sessionId: sid };
        const method = await takeProof(ctx, userId, proof, purpose);
        if (method !== undefined) await markProved(ctx, userId, 'factorAt', method);
        return method;
      }),
    );
    return;
  }
  // A password, however right, is what the second factor is there to make insufficient.
  if (methods.length > 0) throw new Rejection(stepUpRequired(methods));
  const check = await ctx.services.ownPassword(userId, () => checkOwnPassword(ctx, password));
  if (check.error) throw new Rejection({ ...check.error, path: ['password'] });
  await inTransaction(ctx, () => markProved(ctx, userId, 'passwordAt', 'PASSWORD'));
}

/** Notes in the session of this request that it has just proved who its user is. */
export async function markProved(
  ctx: Ctx,
  userId: string,
  column: 'passwordAt' | 'factorAt',
  method: ProofMethod | 'PASSWORD',
): Promise<void> {
  await query(ctx)
    .updateTable('Session')
    .set({ [column]: sql<Date>`now()` })
    .where('id', '=', ctx.principal.sid ?? '')
    .where('userId', '=', userId)
    .where('revokedAt', 'is', null)
    .execute();
  await recordSecurityEvent(ctx, { type: 'STEP_UP', userId, detail: { method } });
}
