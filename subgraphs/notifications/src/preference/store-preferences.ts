import type { Ctx } from '../context.js';
import { scheduleReminders } from '../cart-reminder/schedule-reminders.js';
import { query } from '../tables.js';
import type { MailPreferences, WantedPurposes } from './mail-preferences.entity.js';

/**
 * Writes what a user wants over what was read; false when somebody else has changed it meanwhile.
 * Call it with unlessErased.
 */
export async function storePreferences(
  ctx: Ctx,
  read: MailPreferences,
  wanted: WantedPurposes,
): Promise<boolean> {
  const changed = { wanted, version: read.version + 1, updatedAt: ctx.now() };
  const { numInsertedOrUpdatedRows } = await query(ctx)
    .insertInto('MailPreferences')
    .values({ userId: read.userId, ...changed })
    .onConflict((conflict) =>
      conflict
        .column('userId')
        .doUpdateSet(changed)
        .where('MailPreferences.version', '=', read.version),
    )
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) return false;
  const [was, is] = [read.wanted, wanted].map((of) => of['abandoned-cart'] !== undefined);
  if (was !== is) await scheduleReminders(ctx, read.userId, is!);
  return true;
}
