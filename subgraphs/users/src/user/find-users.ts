import { inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '../context.js';
import { idsOf, isId, type Reference } from '../input/is-id.js';
import { maySeeUser } from './user-visibility.js';
import { User } from './user.entity.js';

/** A user by id as the caller may see them; null for a missing or invisible one. */
export async function findUser(ctx: Ctx, id: string): Promise<User | null> {
  if (!isId('usr', id) || !maySeeUser(ctx, id)) return null;
  return ctx.em.findOne(User, id);
}

/**
 * Answers references to users, one query for all. Other people's references are null, so an id
 * copied from elsewhere opens nothing.
 */
export async function resolveUsers(
  ctx: Ctx,
  references: readonly Reference[],
): Promise<(User | null)[]> {
  const ids = idsOf(references);
  const visible = ids.filter((id) => isId('usr', id) && maySeeUser(ctx, id));
  const found =
    visible.length === 0 ? [] : await ctx.em.find(User, { id: { $in: [...new Set(visible)] } });
  return inKeyOrder(ids, found, (user) => user.id);
}
