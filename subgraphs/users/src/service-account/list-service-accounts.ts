import { counted } from '@emporium/graphql/counted';
import { inKeyOrder } from '@emporium/graphql/batch-by-key';
import { can } from '@emporium/auth/principal';
import { keysetCursor } from '@emporium/graphql/keyset';
import {
  connection,
  pageRequest,
  wrongCursor,
  type ConnectionOf,
  type ForwardPageArgs,
} from '@emporium/graphql/paging';
import type { Ctx } from '../context.js';
import { idsOf, isId, type Reference } from '../input/is-id.js';
import { ServiceAccount } from './service-account.entity.js';

const ORDER = { name: 'serviceAccounts' };

/** Service accounts, the newest first. Throws BAD_USER_INPUT for bad page arguments. */
export async function listServiceAccounts(
  ctx: Ctx,
  args: ForwardPageArgs,
): Promise<ConnectionOf<ServiceAccount>> {
  const page = pageRequest(args, ORDER.name);
  const after = page.position?.id;
  if (after !== undefined && !isId('svc', after)) throw wrongCursor();
  const found = await ctx.em.find(
    ServiceAccount,
    after === undefined ? {} : { id: { $lt: after } },
    { orderBy: { id: 'desc' }, limit: page.size + 1 },
  );
  const result = connection(found, page, ({ id }) => keysetCursor(ORDER, { id, sortValue: null }));
  return counted(result, () => ctx.em.count(ServiceAccount));
}

/** Answers references to service accounts: null without read:service_account. */
export async function resolveServiceAccounts(
  ctx: Ctx,
  references: readonly Reference[],
): Promise<(ServiceAccount | null)[]> {
  const ids = idsOf(references);
  const wanted = ids.filter((id) => isId('svc', id));
  if (wanted.length === 0 || !can(ctx.principal, 'read:service_account'))
    return ids.map(() => null);
  const found = await ctx.em.find(ServiceAccount, { id: { $in: wanted } });
  return inKeyOrder(ids, found, (account) => account.id);
}
