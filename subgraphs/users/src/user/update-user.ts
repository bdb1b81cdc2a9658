import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { notFound, versionConflict } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { isId } from '../input/is-id.js';
import { assertMayManage } from '../role/may-grant.js';
import { changeUser, type UserChanges } from './change-user.js';
import { User, UserStatus } from './user.entity.js';
import { profileChanges, type UserProfileInput } from './user.inputs.js';
import type { UserAnswer } from './user.payload.js';
import { ownId } from './user-visibility.js';

/** A change of profile fields; only the listed fields can be changed, whatever the input holds. */
export interface UpdateUser {
  id: string;
  input: UserProfileInput;
  expectedVersion?: number | null;
}

/** Changes the caller's own profile. */
export async function updateProfile(
  ctx: Ctx,
  { input, expectedVersion }: Omit<UpdateUser, 'id'>,
): Promise<UserAnswer> {
  return update(ctx, { id: ownId(ctx), input, expectedVersion: expectedVersion ?? null });
}

/**
 * Changes somebody's profile as staff. Throws FORBIDDEN for an account that may do more than the
 * caller.
 */
export async function updateUser(ctx: Ctx, change: UpdateUser): Promise<UserAnswer> {
  if (!isId('usr', change.id)) throw missing();
  return update(ctx, change, (user) => assertMayManage(ctx, user));
}

const missing = () => new Rejection(notFound('There is no such user.', ['id']));

async function update(
  ctx: Ctx,
  change: UpdateUser,
  check?: (user: User) => Promise<void>,
): Promise<UserAnswer> {
  const changes = columns(checked(profileChanges, change.input, ['input']));
  return inTransaction(ctx, async () => {
    const before = await ctx.em.findOne(
      User,
      { id: change.id, status: { $ne: UserStatus.ERASED } },
      { refresh: true },
    );
    if (!before) throw missing();
    await check?.(before);
    const user = await changeUser(ctx, change.id, changes, change.expectedVersion);
    if (user) return { user };
    const now = await ctx.em.findOne(User, { id: change.id }, { refresh: true });
    throw now && now.status !== UserStatus.ERASED
      ? new Rejection(versionConflict(now.version))
      : missing();
  });
}

/** Left out = undefined = column unchanged; null = removed. */
function columns({ displayName, ...same }: UserProfileInput): UserChanges {
  const changes = { ...same, chosenName: displayName };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
