import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** Which of these assets a profile shows. */
export async function avatarsInUse(ctx: Ctx, assetIds: string[]): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('User')
    .select('avatarId')
    .distinct()
    .where('avatarId', 'in', assetIds)
    .execute();
  return rows.flatMap(({ avatarId }) => avatarId ?? []);
}
