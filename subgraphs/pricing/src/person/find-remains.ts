import { personRemains, type PersonRemains } from '@emporium/graphql/person-remains.type';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/** What pricing still keeps of an erased person, until USER_DELETED is handled. */
export async function findRemains(ctx: Ctx, userId: string): Promise<PersonRemains> {
  const member = await query(ctx)
    .selectFrom('Rule')
    .select('id')
    .where('kind', '=', 'GROUP_MEMBER')
    .where('name', '=', userId)
    .where('deletedAt', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return personRemains({ 'customer groups': !!member });
}
