import { newId } from '@emporium/db/new-id';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
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
 * Inserts user and credential and tells it; call it in a transaction. Undefined when the address is
 * taken: the unique index decides, so of any number of simultaneous registrations one wins and none
 * fails with a database error.
 */
export async function insertUser(ctx: Ctx, input: NewUser): Promise<User | undefined> {
  const id = newId('usr');
  const { passwordHash, ...account } = input;
  const inserted = await query(ctx)
    .insertInto('User')
    .values({ ...account, id, createdAt: ctx.now(), updatedAt: ctx.now() })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return undefined;
  await query(ctx).insertInto('Credential').values({ userId: id, passwordHash }).execute();
  const user = await ctx.em.findOneOrFail(User, id);
  announceNewUser(ctx, user);
  return user;
}
