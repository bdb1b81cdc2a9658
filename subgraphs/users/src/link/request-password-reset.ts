import { checked } from '@emporium/graphql/checked';
import { emailAddress } from '@emporium/graphql/input/email-address';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import { checkMailLimit } from './check-mail-limit.js';
import { issueLink } from './issue-link.js';

const inputSchema = z.object({ email: emailAddress });

/**
 * Mails a link that sets a new password. Whether there is an account neither the answer tells nor
 * the work: the same statements, the same event; only that no mail follows from it.
 */
export async function requestPasswordReset(ctx: Ctx, input: { email: string }): Promise<void> {
  const { email } = checked(inputSchema, input);
  await checkMailLimit(ctx, email);
  await inTransaction(ctx, async () => {
    const user = await query(ctx)
      .selectFrom('User')
      .select('id')
      .where('email', '=', email)
      .where('status', '=', UserStatus.ACTIVE)
      .executeTakeFirst();
    await issueLink(ctx, 'RESET_PASSWORD', user && { userId: user.id, address: email });
    await recordSecurityEvent(ctx, { type: 'PASSWORD_RESET_REQUESTED', userId: user?.id });
  });
}
