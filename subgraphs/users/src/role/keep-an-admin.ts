import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';

/**
 * Whether an active administrator is left when this user no longer is one. Call it in the
 * transaction of the change, before it: the lock on the role makes two administrators who demote
 * each other come one after the other.
 */
export async function adminRemainsWithout(ctx: Ctx, userId: string): Promise<boolean> {
  const role = await query(ctx)
    .selectFrom('Role')
    .select('id')
    .where('name', '=', 'ADMIN')
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const admins = query(ctx)
    .selectFrom('User')
    .select('id')
    .where('roleId', '=', role.id)
    .where('status', '=', UserStatus.ACTIVE);
  const { affected, others } = await query(ctx)
    .selectNoFrom((eb) => [
      eb.exists(admins.where('id', '=', userId)).as('affected'),
      eb.exists(admins.where('id', '<>', userId)).as('others'),
    ])
    .executeTakeFirstOrThrow();
  return !affected || Boolean(others);
}
