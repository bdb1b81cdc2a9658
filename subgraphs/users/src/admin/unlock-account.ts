import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { forgetFailures, WINDOW_SECONDS } from '../session/login-throttle.js';
import { query } from '../tables.js';
import { changeUser } from '../user/change-user.js';
import { User, UserStatus } from '../user/user.entity.js';
import type { AdminArgs } from './admin-command.js';

/**
 * Lets an account log in again: takes back a block by staff, and the locks after failed log-ins, of
 * the networks that failed lately; with `ip` also what that network may not do for any account.
 * Returns lines for the operator; throws with what to do otherwise.
 */
export async function unlockAccount(ctx: Ctx, { email, ip, by }: AdminArgs): Promise<string[]> {
  const user = await ctx.em.findOne(User, { email });
  if (!user)
    throw new Error(`there is no account ${email}; npm run admin -- list names the administrators`);
  const lines: string[] = [];
  if (user.status === UserStatus.BLOCKED) {
    await inTransaction(ctx, async () => {
      await changeUser(ctx, user.id, { status: UserStatus.ACTIVE });
      await recordSecurityEvent(ctx, {
        type: 'USER_UNBLOCKED',
        userId: user.id,
        detail: { operator: by },
      });
    });
    lines.push(`${email} is not blocked any more; old sessions stay ended.`);
  }
  const ips = await failedFrom(ctx, user.id);
  await forgetFailures(ctx, email, [...ips, ...(ip ? [ip] : [])], false);
  if (ip) await forgetFailures(ctx, email, [ip], true);
  await recordSecurityEvent(ctx, {
    type: 'LOGIN_UNLOCKED',
    userId: user.id,
    detail: { operator: by },
  });
  const where = ip ? ` The network of ${ip} may log in to any account again.` : '';
  return [
    ...lines,
    `Failed log-ins of ${email} are forgotten, from ${ips.length} address(es).${where}`,
  ];
}

/** Addresses of clients whose log-ins to the account failed so lately that it still counts. */
async function failedFrom(ctx: Ctx, userId: string): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('SecurityEvent')
    .select('ip')
    .distinct()
    .where('userId', '=', userId)
    .where('type', 'in', ['LOGIN_FAILED', 'LOGIN_LOCKED'])
    // A lock starts with the last failure, whose own window began up to as long before.
    .where('at', '>', sql<Date>`now() - make_interval(secs => ${2 * WINDOW_SECONDS})`)
    .execute();
  return rows.flatMap(({ ip }) => ip ?? []);
}
