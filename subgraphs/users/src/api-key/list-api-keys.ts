import { can } from '@emporium/auth/principal';
import { counted } from '@emporium/graphql/counted';
import { keysetCursor } from '@emporium/graphql/keyset';
import { connection, pageRequest, wrongCursor, type ConnectionOf } from '@emporium/graphql/paging';
import type { FilterQuery } from '@mikro-orm/core';
import type { Ctx } from '../context.js';
import { isId } from '../input/is-id.js';
import { ownId } from '../user/user-visibility.js';
import { ApiKey } from './api-key.entity.js';
import type { ApiKeysArgs } from './api-key.inputs.js';

const ORDER = { name: 'apiKeys' };

/**
 * Keys, the newest first (ids are time-ordered): the caller's, with read:api_key everybody's. Throws
 * BAD_USER_INPUT for bad page arguments.
 */
export async function listApiKeys(ctx: Ctx, args: ApiKeysArgs): Promise<ConnectionOf<ApiKey>> {
  const own = ownId(ctx);
  const page = pageRequest(args, ORDER.name);
  const after = page.position?.id;
  if (after !== undefined && !isId('key', after)) throw wrongCursor();
  const all: FilterQuery<ApiKey>[] = [];
  if (!can(ctx.principal, 'read:api_key')) all.push({ userId: own });
  if (args.ownerId != null) all.push({ userId: isId('usr', args.ownerId) ? args.ownerId : '' });
  if (!args.withEnded) all.push({ revokedAt: null, expiresAt: { $gt: ctx.now() } });
  const filter = { $and: all };
  const keys = await ctx.em.find(
    ApiKey,
    after === undefined ? filter : { $and: [...all, { id: { $lt: after } }] },
    { orderBy: { id: 'desc' }, limit: page.size + 1 },
  );
  const result = connection(keys, page, ({ id }) => keysetCursor(ORDER, { id, sortValue: null }));
  return counted(result, () => ctx.em.count(ApiKey, filter));
}
