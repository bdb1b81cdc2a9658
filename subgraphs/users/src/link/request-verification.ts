import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { findUser } from '../user/find-users.js';
import { ownId } from '../user/user-visibility.js';
import { checkMailLimit } from './check-mail-limit.js';
import { issueLink } from './issue-link.js';

/** Sends the caller a new link that verifies the address; none when it is verified already. */
export async function requestVerification(ctx: Ctx): Promise<void> {
  const userId = ownId(ctx);
  const user = await findUser(ctx, userId);
  const address = user?.email;
  if (!address || user.emailVerified) return;
  await checkMailLimit(ctx, address);
  await inTransaction(ctx, () => issueLink(ctx, 'VERIFY_EMAIL', { userId, address }));
}
