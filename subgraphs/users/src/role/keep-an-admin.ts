import { sqlRows } from '@emporium/db/sql';
import type { UsersCtx } from '../services.js';

/**
 * Whether an active administrator is left when this user no longer is one. Call it in the transaction of the change, before it: the lock
 * on the role makes two administrators who demote each other come one after the other.
 */
export async function adminRemainsWithout(ctx: UsersCtx, userId: string): Promise<boolean> {
  const [admin] = await sqlRows<{ id: string }>(ctx.em, `select id from users.role where name = 'ADMIN' for no key update`);
  const [row] = await sqlRows<{ affected: boolean; others: boolean }>(
    ctx.em,
    `select exists (select from users.app_user where id = ? and role_id = ? and status = 'ACTIVE') as affected,
            exists (select from users.app_user where id <> ? and role_id = ? and status = 'ACTIVE') as others`,
    [userId, admin!.id, userId, admin!.id],
  );
  return !row!.affected || row!.others;
}
