import { asEntity } from '@emporium/db/as-entity';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { FactorReset } from './factor-reset.entity.js';

/** The resets of users that wait for a second colleague; one query for all users asked for. */
export async function openFactorResets(
  ctx: Ctx,
  userIds: readonly string[],
): Promise<(FactorReset | null)[]> {
  const rows = await query(ctx)
    .selectFrom('FactorReset')
    .selectAll()
    .where('userId', 'in', [...userIds])
    .where('approvedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .execute();
  const open = rows.map((row) => asEntity(FactorReset, row));
  return userIds.map((id) => open.find(({ userId }) => userId === id) ?? null);
}
