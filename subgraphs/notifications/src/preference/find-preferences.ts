import { userId as userIdOf } from '@emporium/auth/principal';
import { asEntity } from '@emporium/db/as-entity';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { MailPreferences } from './mail-preferences.entity.js';

/** What a user wants; null for everybody but the user. */
export async function findPreferences(ctx: Ctx, owner: string): Promise<MailPreferences | null> {
  return userIdOf(ctx.principal) === owner ? loadPreferences(ctx, owner) : null;
}

/** What a user wants: nothing until it was chosen. */
export async function loadPreferences(ctx: Ctx, userId: string): Promise<MailPreferences> {
  const row = await query(ctx)
    .selectFrom('MailPreferences')
    .selectAll()
    .where('userId', '=', userId)
    .executeTakeFirst();
  return asEntity(MailPreferences, row ?? { userId, wanted: {}, version: 0, updatedAt: ctx.now() });
}
