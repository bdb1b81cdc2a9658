import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { voidTokens } from '../revocation/revocations.js';
import { query } from '../tables.js';
import type { ApiKeyEnd } from './api-key.entity.js';

/** Which living keys end, and why. */
export interface KeysToEnd {
  userId: string;
  id?: string;
  reason: ApiKeyEnd;
}

/**
 * Ends keys for good and notes for the gateways that their secrets are void; call it in a
 * transaction, then publishRevocations after it. Returns how many.
 */
export async function endApiKeys(ctx: Ctx, { userId, id, reason }: KeysToEnd): Promise<number> {
  const now = sql<Date>`now()`;
  const living = query(ctx)
    .updateTable('ApiKey')
    .set((eb) => ({
      revokedAt: now,
      revokedReason: reason,
      version: eb('version', '+', 1),
      updatedAt: now,
    }))
    .where('userId', '=', userId)
    .where('revokedAt', 'is', null);
  const ended = await (id === undefined ? living : living.where('id', '=', id))
    .returning('id')
    .execute();
  await dropSecrets(
    ctx,
    ended.map((key) => key.id),
  );
  return ended.length;
}

/** Takes the keys of somebody who is erased out of the shop; call it like endApiKeys. */
export async function removeApiKeys(ctx: Ctx, userId: string): Promise<void> {
  const keys = await query(ctx)
    .selectFrom('ApiKey')
    .select('id')
    .where('userId', '=', userId)
    .execute();
  await dropSecrets(
    ctx,
    keys.map((key) => key.id),
  );
  await query(ctx).deleteFrom('ApiKey').where('userId', '=', userId).execute();
}

async function dropSecrets(ctx: Ctx, keyIds: readonly string[]): Promise<void> {
  if (keyIds.length === 0) return;
  const dropped = await query(ctx)
    .deleteFrom('MachineSecret')
    .where('apiKeyId', 'in', keyIds)
    .returning('id')
    .execute();
  await voidTokens(
    ctx,
    dropped.map((secret) => secret.id),
  );
}
