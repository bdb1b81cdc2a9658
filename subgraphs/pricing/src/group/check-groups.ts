import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/**
 * Refuses groups that do not exist; those that do cannot be deleted until the transaction ends.
 * Throws a Rejection.
 */
export async function checkGroups(
  ctx: Ctx,
  groupIds: readonly string[],
  path: string[],
): Promise<void> {
  if (groupIds.length === 0) return;
  const found = await query(ctx)
    .selectFrom('Rule')
    .select('id')
    .where('id', 'in', groupIds)
    .where('kind', '=', 'CUSTOMER_GROUP')
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .forShare()
    .execute();
  const known = new Set(found.map(({ id }) => id));
  const missing = groupIds.find((id) => !known.has(id));
  if (missing !== undefined)
    throw new Rejection(invalidInput(`There is no customer group ${missing}.`, path));
}
