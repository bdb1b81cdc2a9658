import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { query } from '../tables.js';
import { openSecret } from './factor-secret.js';
import { ProofMethod } from './factor.errors.js';
import { recoveryCodeHash } from './recovery-code.js';
import { isTotpCode, totpStepOf } from './totp-code.js';

/**
 * Uses up a code of the user's authenticator app or a recovery code; call it in the transaction of
 * what it is for. Of several uses of one code at once one succeeds. Undefined when it is wrong, too
 * old or used.
 */
export async function takeCode(
  ctx: Ctx,
  userId: string,
  code: string,
): Promise<ProofMethod | undefined> {
  const digits = code.replaceAll(/\s/g, '');
  if (isTotpCode(digits))
    return (await takeTotpCode(ctx, userId, digits)) ? ProofMethod.TOTP : undefined;
  return (await takeRecoveryCode(ctx, userId, code)) ? ProofMethod.RECOVERY_CODE : undefined;
}

async function takeTotpCode(ctx: Ctx, userId: string, code: string): Promise<boolean> {
  const apps = await query(ctx)
    .selectFrom('Totp as t')
    .innerJoin('Factor as f', 'f.id', 't.factorId')
    .select(['t.factorId', 't.secret'])
    .where('f.userId', '=', userId)
    .where('f.confirmedAt', 'is not', null)
    .execute();
  for (const { factorId, secret } of apps) {
    const opened = openSecret(ctx, factorId, secret);
    if (opened === undefined) {
      ctx.log.error(
        { factorId },
        'the secret of a factor does not open: was INTERNAL_SECRET changed without keeping the old one?',
      );
      continue;
    }
    const step = totpStepOf(opened, code, ctx.now());
    if (step !== undefined && (await takeStep(ctx, factorId, step))) return true;
  }
  return false;
}

/**
 * Marks a code as used by its step of time, and with it those of earlier steps. False when it was
 * used already.
 */
export async function takeStep(ctx: Ctx, factorId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await query(ctx)
    .updateTable('Totp')
    .set({ lastStep: step })
    .where('factorId', '=', factorId)
    .where('lastStep', '<', step)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await query(ctx)
    .updateTable('Factor')
    .set({ lastUsedAt: sql<Date>`now()` })
    .where('id', '=', factorId)
    .execute();
  return true;
}

async function takeRecoveryCode(ctx: Ctx, userId: string, code: string): Promise<boolean> {
  const codeHash = recoveryCodeHash(userId, code);
  if (codeHash === undefined) return false;
  const { numUpdatedRows } = await query(ctx)
    .updateTable('RecoveryCode')
    .set({ usedAt: sql<Date>`now()` })
    .where('codeHash', '=', codeHash)
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await recordSecurityEvent(ctx, { type: 'RECOVERY_CODE_USED', userId });
  return true;
}
