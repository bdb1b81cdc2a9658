import { can, userId } from '@emporium/auth/principal';
import { inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '../context.js';
import { idsOf, isId, type Reference } from '../input/is-id.js';
import { ApiKey } from './api-key.entity.js';

/** Answers references to keys: those of the caller, any for staff with read:api_key. */
export async function resolveApiKeys(
  ctx: Ctx,
  references: readonly Reference[],
): Promise<(ApiKey | null)[]> {
  const ids = idsOf(references);
  const wanted = ids.filter((id) => isId('key', id));
  const own = userId(ctx.principal);
  const all = can(ctx.principal, 'read:api_key');
  if (wanted.length === 0 || (own === undefined && !all)) return ids.map(() => null);
  const found = await ctx.em.find(ApiKey, {
    id: { $in: wanted },
    ...(all ? {} : { userId: own! }),
  });
  return inKeyOrder(ids, found, (key) => key.id);
}
