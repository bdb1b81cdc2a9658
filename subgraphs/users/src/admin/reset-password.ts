import { checked } from '@emporium/graphql/checked';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { z } from 'zod';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { argonOf } from '../password/argon-of.js';
import { newPassword } from '../password/password-rule.js';
import { endSessions, tryPublishRevocations } from '../revocation/revocations.js';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { User, UserStatus } from '../user/user.entity.js';
import type { AdminArgs } from './admin-command.js';

const inputSchema = z.object({ password: newPassword });

/**
 * Gives an account a new password; its sessions end at once. Returns lines for the operator; throws
 * with what to do otherwise.
 */
export async function resetPassword(
  ctx: Ctx,
  { email, password, by }: AdminArgs,
): Promise<string[]> {
  const accepted = checked(inputSchema, { password: password ?? '' });
  const user = await ctx.em.findOne(User, { email });
  if (!user)
    throw new Error(`there is no account ${email}; npm run admin -- list names the administrators`);
  const passwordHash = await argonOf(ctx).hash(accepted.password);
  const ended = await inTransaction(ctx, async () => {
    // Locked like in a log-in, so that no session slips in with the old password.
    await query(ctx)
      .selectFrom('User')
      .select('id')
      .where('id', '=', user.id)
      .forUpdate()
      .execute();
    await query(ctx)
      .updateTable('Credential')
      .set({ passwordHash, changedAt: sql<Date>`now()` })
      .where('userId', '=', user.id)
      .execute();
    const count = await endSessions(ctx, { userId: user.id, reason: 'PASSWORD_CHANGED' });
    await recordSecurityEvent(ctx, {
      type: 'PASSWORD_CHANGED',
      userId: user.id,
      detail: { operator: by },
    });
    return count;
  });
  await tryPublishRevocations(ctx);
  const blocked =
    user.status === UserStatus.BLOCKED
      ? [`The account is blocked: npm run admin -- unlock --email ${email}`]
      : [];
  return [`${email} has a new password; ${ended} session(s) ended.`, ...blocked];
}
