import { personDataPage, type PersonDataPage } from '@emporium/graphql/person-data.type';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/** The customer groups that the user is in; there are few, so there is one page. */
export async function personData(
  ctx: Ctx,
  userId: string,
  _after: string | null,
): Promise<PersonDataPage> {
  const customerGroups = await query(ctx)
    .selectFrom('Rule as m')
    .leftJoin('Rule as g', 'g.id', 'm.parentId')
    .select(['g.name', 'm.createdAt as memberSince'])
    .where('m.kind', '=', 'GROUP_MEMBER')
    .where('m.name', '=', userId)
    .where('m.deletedAt', 'is', null)
    .orderBy('m.id')
    .execute();
  return personDataPage({ customerGroups });
}
