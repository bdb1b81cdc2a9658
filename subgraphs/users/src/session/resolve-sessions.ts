import { can, userId } from '@emporium/auth/principal';
import { inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '../context.js';
import { idsOf, isId, type Reference } from '../input/is-id.js';
import { Session } from './session.entity.js';

/**
 * Answers references to sessions: open ones of the caller, any open one for staff with read:user.
 */
export async function resolveSessions(
  ctx: Ctx,
  references: readonly Reference[],
): Promise<(Session | null)[]> {
  const ids = idsOf(references);
  const wanted = ids.filter((id) => isId('ses', id));
  const own = userId(ctx.principal);
  const all = can(ctx.principal, 'read:user');
  if (wanted.length === 0 || (own === undefined && !all)) return ids.map(() => null);
  const where = { id: { $in: wanted }, revokedAt: null, expiresAt: { $gt: ctx.now() } };
  const found = await ctx.em.find(Session, all ? where : { ...where, userId: own! });
  return inKeyOrder(ids, found, (session) => session.id);
}
