import { newId } from '@emporium/db/new-id';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { UsersCtx } from '../services.js';
import { announceNewUser } from './change-user.js';
import { User } from './user.entity.js';

/** What a new account starts with; `email` normalised, `passwordHash` a PHC string. */
export interface NewUser {
  email: string;
  passwordHash: string;
  roleId: string;
  firstName?: string | null;
  lastName?: string | null;
  phone?: string | null;
  emailVerified?: boolean;
}

/**
 * Inserts user and credential and tells it; call it in a transaction. Undefined when the address is taken: the unique index decides, so
 * of any number of simultaneous registrations one wins and none fails with a database error.
 */
export async function insertUser(ctx: UsersCtx, input: NewUser): Promise<User | undefined> {
  const id = newId('usr');
  const inserted = await sqlRows(
    ctx.em,
    `insert into users.app_user (id, email, email_verified, first_name, last_name, phone, role_id, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (email) do nothing returning id`,
    [
      id,
      input.email,
      input.emailVerified ?? false,
      input.firstName ?? null,
      input.lastName ?? null,
      input.phone ?? null,
      input.roleId,
      ctx.now(),
      ctx.now(),
    ],
  );
  if (inserted.length === 0) return undefined;
  await sqlRun(ctx.em, 'insert into users.credential (user_id, password_hash) values (?, ?)', [id, input.passwordHash]);
  const user = await ctx.em.findOneOrFail(User, id);
  announceNewUser(ctx, user);
  return user;
}
