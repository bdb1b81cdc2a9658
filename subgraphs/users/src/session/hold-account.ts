import { subgraphUnavailable } from '@emporium/graphql/app-errors';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { TokenAccount } from './issue-access-token.js';

/**
 * Makes sure that an access token issued a moment ago still says what is true; call it first in the
 * transaction that renews its session. A change of the role comes either before, and then the token
 * is not handed out, or after the commit, and then it sees the session in use and outdates the
 * token. Throws SUBGRAPH_UNAVAILABLE (try again) when the role has changed.
 */
export async function holdAccount(
  ctx: Ctx,
  userId: string,
  { permissions, role, requiresFactor }: TokenAccount,
): Promise<void> {
  // The role first, as whoever changes one does.
  const held = await query(ctx)
    .selectFrom('Role')
    .select(['id', 'permissions', 'requiresFactor'])
    .where('name', '=', role)
    .forShare()
    .executeTakeFirst();
  const user = await query(ctx)
    .selectFrom('User')
    .select('roleId')
    .where('id', '=', userId)
    .forShare()
    .executeTakeFirst();
  if (
    !held ||
    held.id !== user?.roleId ||
    held.requiresFactor !== requiresFactor ||
    JSON.stringify(held.permissions) !== JSON.stringify(permissions)
  )
    throw subgraphUnavailable();
}
