import { keysetCursor } from '@emporium/graphql/keyset';
import {
  connection,
  pageRequest,
  wrongCursor,
  type ConnectionOf,
  type ForwardPageArgs,
} from '@emporium/graphql/paging';
import type { FilterQuery } from '@mikro-orm/core';
import { counted } from '@emporium/graphql/counted';
import type { Ctx } from '../context.js';
import { isId } from '../input/is-id.js';
import { User } from './user.entity.js';
import type { UserWhere } from './user.inputs.js';

const ORDER = { name: 'users' };

/** Users, newest first (ids are time-ordered). Throws BAD_USER_INPUT for bad page arguments. */
export async function listUsers(
  ctx: Ctx,
  args: ForwardPageArgs & { where?: UserWhere | null },
): Promise<ConnectionOf<User>> {
  const page = pageRequest(args, ORDER.name);
  const after = page.position?.id;
  if (after !== undefined && !isId('usr', after)) throw wrongCursor();
  const filter = conditions(args.where ?? {});
  const found = filter
    ? await ctx.em.find(
        User,
        after === undefined ? filter : { $and: [filter, { id: { $lt: after } }] },
        {
          orderBy: { id: 'desc' },
          limit: page.size + 1,
        },
      )
    : [];
  const users = connection(found, page, (user) =>
    keysetCursor(ORDER, { id: user.id, sortValue: null }),
  );
  return counted(users, async () => (filter ? ctx.em.count(User, filter) : 0));
}

/** The filter; undefined when it cannot match anything. */
function conditions(where: UserWhere): FilterQuery<User> | undefined {
  const all: FilterQuery<User>[] = [];
  if (where.email != null) {
    const part = where.email.normalize('NFKC').trim().toLowerCase();
    if (part.length > 254 || /\p{Cc}/u.test(part)) return undefined;
    all.push({ email: { $like: `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%` } });
  }
  if (where.role != null) {
    if (!isId('role', where.role)) return undefined;
    all.push({ roleId: where.role });
  }
  if (where.status != null) all.push({ status: where.status });
  if (where.createdAfter != null) all.push({ createdAt: { $gte: where.createdAfter } });
  if (where.createdBefore != null) all.push({ createdAt: { $lt: where.createdBefore } });
  return { $and: all };
}
