import { inTransaction } from '@emporium/platform/in-transaction';
import type { OwnedState } from '@emporium/platform/owned-state';
import { UserDeleted } from '@emporium/users-events';
import type { Ctx, UsersServices } from '../context.js';
import { query } from '../tables.js';
import { changeUser } from '../user/change-user.js';
import { completeErasure } from '../user/erase-user.js';
import { UserStatus } from '../user/user.entity.js';

const living = (ctx: Ctx) =>
  query(ctx).selectFrom('User').select(['id', 'version']).where('status', '<>', UserStatus.ERASED);

/** People with an account, whom orders and notifications copy. */
export const ownedUsers: OwnedState<UsersServices> = {
  name: 'users',
  page: (ctx, after, limit) =>
    living(ctx).where('id', '>', after).orderBy('id').limit(limit).execute(),
  find: (ctx, ids) => living(ctx).where('id', 'in', ids).execute(),
  publishAgain: async (ctx, floors) => {
    for (const [id, floor] of floors) {
      await inTransaction(ctx, async () => {
        const user = await lift(ctx, id, floor);
        if (user && user.status !== UserStatus.ERASED) await changeUser(ctx, id, {});
      });
    }
  },
  endAgain: async (ctx, floors) => {
    const unknown: string[] = [];
    for (const [id, floor] of floors) {
      await inTransaction(ctx, async () => {
        const user = await lift(ctx, id, floor);
        if (!user) unknown.push(id);
        else if (user.status === UserStatus.ERASED) await publishEnd(ctx, id);
        // Whoever was erased must not come back with an old state of the database.
        else await completeErasure(ctx, id);
      });
    }
    return unknown;
  },
};

/**
 * Brings the version up to the floor, so that the next change goes beyond it. Locks the row;
 * undefined when there is none.
 */
async function lift(ctx: Ctx, id: string, floor: number) {
  const user = await query(ctx)
    .selectFrom('User')
    .select(['version', 'status'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (user && user.version < floor)
    await query(ctx).updateTable('User').set({ version: floor }).where('id', '=', id).execute();
  return user;
}

async function publishEnd(ctx: Ctx, id: string): Promise<void> {
  const { version } = await query(ctx)
    .updateTable('User')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  ctx.emit(UserDeleted, { key: id, version, data: { id, version } });
}
