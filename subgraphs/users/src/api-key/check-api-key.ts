import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import type { ApiKeyIdentity } from './api-key-identity.type.js';

/**
 * What a key may do at this moment, by the hash of its secret: of its scopes those that its owner
 * holds now. Null for a secret that opens nothing: unknown, ended, or of somebody who may not log
 * in. Notes the use, at most once a minute.
 */
export async function checkApiKey(ctx: Ctx, secretHash: string): Promise<ApiKeyIdentity | null> {
  // Taken first, like the instant of an access token: a change of the role that comes while this is
  // read is then not older than the answer, and voids it.
  const asOfSecond = Math.floor(Date.now() / 1_000);
  const now = sql<Date>`now()`;
  const found = await query(ctx)
    .selectFrom('MachineSecret as s')
    .innerJoin('ApiKey as k', 'k.id', 's.apiKeyId')
    .innerJoin('User as u', 'u.id', 'k.userId')
    .innerJoin('Role as r', 'r.id', 'u.roleId')
    .select([
      's.id as secretId',
      's.expiresAt as secretExpiresAt',
      'k.id',
      'k.userId as ownerId',
      'k.scopes',
      'k.costPerMinute',
      'k.expiresAt',
      'r.permissions',
    ])
    .where('s.secretHash', '=', secretHash)
    .where('s.expiresAt', '>', now)
    .where('k.expiresAt', '>', now)
    .where('k.revokedAt', 'is', null)
    .where('u.status', '=', UserStatus.ACTIVE)
    .executeTakeFirst();
  if (!found) return null;
  await noteUse(ctx, found.id);
  const ends = Math.min(found.secretExpiresAt.getTime(), found.expiresAt.getTime());
  return {
    id: found.id,
    secretId: found.secretId,
    ownerId: found.ownerId,
    scopes: found.scopes.filter((scope) => found.permissions.includes(scope)),
    costPerMinute: found.costPerMinute,
    asOfSecond,
    endSecond: Math.floor(ends / 1_000),
  };
}

async function noteUse(ctx: Ctx, id: string): Promise<void> {
  await query(ctx)
    .updateTable('ApiKey')
    .set({ lastUsedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([
        eb('lastUsedAt', 'is', null),
        eb('lastUsedAt', '<', sql<Date>`now() - interval '1 minute'`),
      ]),
    )
    .execute();
}
