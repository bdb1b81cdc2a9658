import { asEntity } from '@emporium/db/as-entity';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { Factor } from './factor.entity.js';

/** Factors that one account may have. */
export const MAX_FACTORS = 10;

/** Confirmed factors of users in the order of enrolment; one query for all users asked for. */
export async function listFactors(ctx: Ctx, userIds: readonly string[]): Promise<Factor[][]> {
  const rows = await query(ctx)
    .selectFrom('Factor')
    .selectAll()
    .where('userId', 'in', [...userIds])
    .where('confirmedAt', 'is not', null)
    .orderBy('id')
    .execute();
  const factors = rows.map((row) => asEntity(Factor, row));
  return userIds.map((id) => factors.filter((factor) => factor.userId === id));
}
