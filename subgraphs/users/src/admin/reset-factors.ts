import { inTransaction } from '@emporium/platform/in-transaction';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { dropFactors } from '../factor-reset/drop-factors.js';
import { tryPublishRevocations } from '../revocation/revocations.js';
import { User } from '../user/user.entity.js';
import type { AdminArgs } from './admin-command.js';

/**
 * Takes the second factors of an account away and ends its sessions: for the administrator who is
 * alone and has lost phone and recovery codes. Returns lines for the operator; throws with what to
 * do otherwise.
 */
export async function resetFactors(ctx: Ctx, { email, by }: AdminArgs): Promise<string[]> {
  const user = await ctx.em.findOne(User, { email });
  if (!user)
    throw new Error(`there is no account ${email}; npm run admin -- list names the administrators`);
  const ended = await inTransaction(ctx, async () => {
    const count = await dropFactors(ctx, user.id);
    await recordSecurityEvent(ctx, {
      type: 'FACTORS_RESET',
      userId: user.id,
      detail: { operator: by },
    });
    return count;
  });
  await tryPublishRevocations(ctx);
  return [
    `${email} has no second factor any more; ${ended} session(s) ended. The password logs in again.`,
  ];
}
