import { raw } from '@mikro-orm/core';
import { UserCreated, UserUpdated, type UserChange } from '@emporium/users-events';
import type { Ctx } from '../context.js';
import { User, UserStatus } from './user.entity.js';

/** Columns that a change may set. */
export type UserChanges = Partial<
  Pick<
    User,
    | 'email'
    | 'emailVerified'
    | 'firstName'
    | 'lastName'
    | 'chosenName'
    | 'phone'
    | 'avatarId'
    | 'status'
    | 'roleId'
  >
>;

/**
 * Changes a user and tells it. Call it in a transaction; the versioned UPDATE comes before any
 * other write, so that events of one user carry what their version stands for. Undefined when there
 * is no such user, or it has another version than expected.
 */
export async function changeUser(
  ctx: Ctx,
  id: string,
  changes: UserChanges,
  expectedVersion?: number | null,
): Promise<User | undefined> {
  const where = {
    id,
    status: { $ne: UserStatus.ERASED },
    ...(expectedVersion == null ? {} : { version: expectedVersion }),
  };
  const count = await ctx.em.nativeUpdate(User, where, {
    ...changes,
    version: raw('version + 1'),
    updatedAt: ctx.now(),
  });
  if (count === 0) return undefined;
  const user = await ctx.em.findOneOrFail(User, id, { refresh: true });
  ctx.emit(UserUpdated, { key: id, version: user.version, data: changeOf(user) });
  return user;
}

/** Tells that a user came into being; call it in the transaction that inserted it. */
export function announceNewUser(ctx: Ctx, user: User): void {
  ctx.emit(UserCreated, { key: user.id, version: user.version, data: changeOf(user) });
}

function changeOf({ id, status, version, emailVerified }: User): UserChange {
  if (status === UserStatus.ERASED) throw new Error('an erased user does not change');
  return { id, status, version, ...(emailVerified ? { emailVerified } : {}) };
}
