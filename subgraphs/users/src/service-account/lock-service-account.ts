import { Rejection } from '@emporium/graphql/rejection';
import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../context.js';
import { isId } from '../input/is-id.js';
import { assertHolds } from '../role/may-grant.js';
import { ServiceAccount } from './service-account.entity.js';

/**
 * A service account, locked; call it in a transaction. Throws NOT_FOUND, VERSION_CONFLICT, and
 * FORBIDDEN for one that may do more than the caller.
 */
export async function lockServiceAccount(
  ctx: Ctx,
  id: string,
  expectedVersion?: number,
): Promise<ServiceAccount> {
  const account = isId('svc', id)
    ? await ctx.em.findOne(ServiceAccount, id, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
        refresh: true,
      })
    : null;
  if (!account) throw new Rejection(notFound('There is no such service account.', ['id']));
  assertHolds(ctx, account.permissions);
  if (expectedVersion !== undefined && account.version !== expectedVersion)
    throw new Rejection(versionConflict(account.version));
  return account;
}
