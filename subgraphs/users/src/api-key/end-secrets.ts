import type { Ctx } from '../context.js';
import { voidTokens } from '../revocation/revocations.js';
import { query } from '../tables.js';

/** Which secret of a key goes on for how long. */
export interface SecretsToEnd {
  /** How long the newest one goes on at most; `now` or earlier: not at all. */
  newestUntil: Date;
  now: Date;
}

/** Whose secrets they are. */
export type SecretHolder = { apiKeyId: string } | { serviceAccountId: string };

/**
 * Ends the secrets of a key or account and notes for the gateways which are void; call it in a transaction that
 * has locked it, then publishRevocations after it.
 */
export async function endSecrets(
  ctx: Ctx,
  holder: SecretHolder,
  { newestUntil, now }: SecretsToEnd,
): Promise<void> {
  const [column, id] =
    'apiKeyId' in holder
      ? (['apiKeyId', holder.apiKeyId] as const)
      : (['serviceAccountId', holder.serviceAccountId] as const);
  const living = await query(ctx)
    .selectFrom('MachineSecret')
    .select(['id', 'expiresAt'])
    .where(column, '=', id)
    .where('expiresAt', '>', now)
    .orderBy('id', 'desc')
    .execute();
  const newest = newestUntil > now ? living[0] : undefined;
  if (newest && newest.expiresAt > newestUntil)
    await query(ctx)
      .updateTable('MachineSecret')
      .set({ expiresAt: newestUntil })
      .where('id', '=', newest.id)
      .execute();
  const ended = living.filter((secret) => secret !== newest).map(({ id }) => id);
  if (ended.length === 0) return;
  await query(ctx).deleteFrom('MachineSecret').where('id', 'in', ended).execute();
  await voidTokens(ctx, ended);
}
