import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { isId } from '../input/is-id.js';
import { outdateTokens, tryPublishRevocations } from '../revocation/revocations.js';
import { requireFresh } from '../session/require-fresh.js';
import { changeUser } from '../user/change-user.js';
import { User, UserStatus } from '../user/user.entity.js';
import { lastAdmin } from '../user/user.errors.js';
import { adminRemainsWithout } from './keep-an-admin.js';
import { assertHolds, assertMayManage } from './may-grant.js';
import { Role } from './role.entity.js';

/**
 * Gives a user another role in place of the one held; old access tokens are void at once. Throws
 * FORBIDDEN when either role holds a permission that the caller does not.
 */
export async function assignRole(
  ctx: Ctx,
  { userId, roleId }: { userId: string; roleId: string },
): Promise<void> {
  const noUser = () => new Rejection(notFound('There is no such user.', ['userId']));
  if (!isId('usr', userId)) throw noUser();
  await requireFresh(ctx);
  await inTransaction(ctx, async () => {
    const role = isId('role', roleId)
      ? await ctx.em.findOne(Role, roleId, { lockMode: LockMode.PESSIMISTIC_READ, refresh: true })
      : null;
    if (!role) throw new Rejection(notFound('There is no such role.', ['roleId']));
    assertHolds(ctx, role.permissions);
    const adminRemains = role.name === 'ADMIN' || (await adminRemainsWithout(ctx, userId));
    const user = await ctx.em.findOne(
      User,
      { id: userId, status: { $ne: UserStatus.ERASED } },
      { refresh: true },
    );
    if (!user) throw noUser();
    await assertMayManage(ctx, user);
    if (!adminRemains) throw new Rejection(lastAdmin());
    if (user.roleId === roleId) return;
    await changeUser(ctx, userId, { roleId });
    await outdateTokens(ctx, { userId });
    await recordSecurityEvent(ctx, { type: 'ROLE_ASSIGNED', userId, detail: { role: role.name } });
  });
  await tryPublishRevocations(ctx);
}
