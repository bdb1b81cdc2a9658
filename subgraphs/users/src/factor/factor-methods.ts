import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { FactorKind } from './factor.entity.js';
import { ProofMethod } from './factor.errors.js';

const METHOD_OF: Record<FactorKind, ProofMethod> = {
  [FactorKind.TOTP]: ProofMethod.TOTP,
  [FactorKind.PASSKEY]: ProofMethod.PASSKEY,
};

/** By what, beside the password, a user can prove who they are; empty without a second factor. */
export async function factorMethods(ctx: Ctx, userId: string): Promise<ProofMethod[]> {
  const kinds = await query(ctx)
    .selectFrom('Factor')
    .select('kind')
    .distinct()
    .where('userId', '=', userId)
    .where('confirmedAt', 'is not', null)
    .orderBy('kind', 'desc')
    .execute();
  if (kinds.length === 0) return [];
  const left = (await countRecoveryCodes(ctx, [userId]))[0]!;
  return [
    ...kinds.map(({ kind }) => METHOD_OF[kind]),
    ...(left > 0 ? [ProofMethod.RECOVERY_CODE] : []),
  ];
}

/** How many unused recovery codes each of the users has. */
export async function countRecoveryCodes(ctx: Ctx, userIds: readonly string[]): Promise<number[]> {
  const counted = await query(ctx)
    .selectFrom('RecoveryCode')
    .select((eb) => ['userId', eb.fn.countAll<string>().as('count')])
    .where('userId', 'in', [...userIds])
    .where('usedAt', 'is', null)
    .groupBy('userId')
    .execute();
  return userIds.map((id) => Number(counted.find(({ userId }) => userId === id)?.count ?? 0));
}
