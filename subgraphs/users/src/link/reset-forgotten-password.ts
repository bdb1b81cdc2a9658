import { checked } from '@emporium/graphql/checked';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { z } from 'zod';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { argonOf } from '../password/argon-of.js';
import { newPassword } from '../password/password-rule.js';
import { endSessions, tryPublishRevocations } from '../revocation/revocations.js';
import { query } from '../tables.js';
import { changeUser } from '../user/change-user.js';
import { findLink, takeLink } from './use-link.js';

const inputSchema = z.object({ newPassword });

/**
 * Sets a new password by a link and ends every session. Who opened the link reads the mails of the
 * address, so it counts as verified. A refused password leaves the link as it was.
 */
export async function resetForgottenPassword(
  ctx: Ctx,
  input: { token: string; newPassword: string },
): Promise<void> {
  const accepted = checked(inputSchema, input);
  // Before the costly hash; what decides is the transaction.
  await findLink(ctx, input.token, 'RESET_PASSWORD');
  const passwordHash = await argonOf(ctx).hash(accepted.newPassword);
  await inTransaction(ctx, async () => {
    const { userId, user } = await takeLink(ctx, input.token, 'RESET_PASSWORD');
    if (!user.emailVerified) await changeUser(ctx, userId, { emailVerified: true });
    await query(ctx)
      .updateTable('Credential')
      .set({ passwordHash, changedAt: sql<Date>`now()` })
      .where('userId', '=', userId)
      .execute();
    await endSessions(ctx, { userId, reason: 'PASSWORD_CHANGED' });
    await recordSecurityEvent(ctx, { type: 'PASSWORD_RESET', userId });
  });
  await tryPublishRevocations(ctx);
}
