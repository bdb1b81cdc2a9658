import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { ownId } from '../user/user-visibility.js';
import type { FactorAnswer } from './factor.payload.js';
import { factorMethods } from './factor-methods.js';
import { newRecoveryCode, recoveryCodeHash } from './recovery-code.js';

/** Recovery codes that somebody gets at a time. */
export const RECOVERY_CODES = 10;

/** Gives the caller new recovery codes; those of before are void. */
export async function renewRecoveryCodes(ctx: Ctx): Promise<FactorAnswer> {
  const userId = ownId(ctx);
  await requireFresh(ctx);
  return inTransaction(ctx, async () => {
    await query(ctx).selectFrom('User').select('id').where('id', '=', userId).forUpdate().execute();
    if ((await factorMethods(ctx, userId)).length === 0)
      throw new Rejection(
        invalidInput('Recovery codes stand in for a second factor: enrol one first.'),
      );
    return { recoveryCodes: await replaceRecoveryCodes(ctx, userId) };
  });
}

/**
 * Makes recovery codes in place of all there are, and returns them: they are shown this once. Call
 * it in a transaction that holds the user's row.
 */
export async function replaceRecoveryCodes(ctx: Ctx, userId: string): Promise<string[]> {
  await query(ctx).deleteFrom('RecoveryCode').where('userId', '=', userId).execute();
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await query(ctx)
    .insertInto('RecoveryCode')
    .values(codes.map((code) => ({ codeHash: recoveryCodeHash(userId, code)!, userId })))
    .execute();
  await recordSecurityEvent(ctx, { type: 'RECOVERY_CODES_RENEWED', userId });
  return codes;
}
