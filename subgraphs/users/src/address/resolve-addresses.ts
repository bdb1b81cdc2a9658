import { can, userId } from '@emporium/auth/principal';
import { inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '../context.js';
import { idsOf, isId, type Reference } from '../input/is-id.js';
import { UserAddress } from './user-address.entity.js';

/** Answers references to addresses: the caller's own, any for staff with read:user. */
export async function resolveAddresses(
  ctx: Ctx,
  references: readonly Reference[],
): Promise<(UserAddress | null)[]> {
  const ids = idsOf(references);
  const wanted = ids.filter((id) => isId('adr', id));
  const own = userId(ctx.principal);
  const all = can(ctx.principal, 'read:user');
  if (wanted.length === 0 || (own === undefined && !all)) return ids.map(() => null);
  const found = await ctx.em.find(
    UserAddress,
    all ? { id: { $in: wanted } } : { id: { $in: wanted }, userId: own! },
  );
  return inKeyOrder(ids, found, (address) => address.id);
}
