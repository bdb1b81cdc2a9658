import { inTransaction } from '@emporium/platform/in-transaction';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { changeUser } from '../user/change-user.js';
import { takeLink } from './use-link.js';

/** Verifies the address that the link was sent to, while it is the account's. */
export async function verifyEmail(ctx: Ctx, token: string): Promise<void> {
  await inTransaction(ctx, async () => {
    const { userId } = await takeLink(ctx, token, 'VERIFY_EMAIL');
    await changeUser(ctx, userId, { emailVerified: true });
    await recordSecurityEvent(ctx, { type: 'EMAIL_VERIFIED', userId });
  });
}
