import { personRemains, type PersonRemains } from '@emporium/graphql/person-remains.type';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/**
 * What orders still keeps of an erased person: anything while USER_DELETED was not handled, and
 * where an order goes until it has left.
 */
export async function findRemains(ctx: Ctx, userId: string): Promise<PersonRemains> {
  const replica = await query(ctx)
    .selectFrom('DenormalizedUser')
    .select(['deleted', 'email', 'name'])
    .where('id', '=', userId)
    .executeTakeFirst();
  const named = await query(ctx)
    .selectFrom('OrderRow')
    .select('id')
    .where('userId', '=', userId)
    .limit(1)
    .executeTakeFirst();
  const unsent = await query(ctx)
    .selectFrom('OrderRow')
    .select('id')
    .where('erasingUserId', '=', userId)
    .limit(1)
    .executeTakeFirst();
  return personRemains(
    {
      account: !replica?.deleted || replica.email !== null || replica.name !== null,
      orders: !!named,
    },
    { 'the address of an order that is still to be sent': !!unsent },
  );
}
