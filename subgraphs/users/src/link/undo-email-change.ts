import { randomBytes } from 'node:crypto';
import { Rejection } from '@emporium/graphql/rejection';
import { inTransaction } from '@emporium/platform/in-transaction';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { sql } from 'kysely';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { endApiKeys } from '../api-key/end-api-keys.js';
import type { Ctx } from '../context.js';
import { argonOf } from '../password/argon-of.js';
import { endSessions, tryPublishRevocations } from '../revocation/revocations.js';
import { query } from '../tables.js';
import { changeUser } from '../user/change-user.js';
import { emailTaken } from '../user/user.errors.js';
import { issueLink } from './issue-link.js';
import { findLink, takeLink, type LinkHolder } from './use-link.js';

/**
 * Gives the account its address of before back. Whoever changed it knew the password and may be
 * logged in or have made keys: sessions and API keys end, the password is void, and a link to set a new one is mailed. Links that
 * came after the change are void too. Throws EMAIL_TAKEN when another account has the address by
 * now.
 */
export async function undoEmailChange(ctx: Ctx, token: string): Promise<void> {
  await findLink(ctx, token, 'UNDO_EMAIL_CHANGE');
  // Nobody knows what it is the hash of.
  const passwordHash = await argonOf(ctx).hash(randomBytes(32).toString('base64url'));
  try {
    await inTransaction(ctx, async () => {
      const link = await takeLink(ctx, token, 'UNDO_EMAIL_CHANGE');
      const { userId, address } = link;
      await changeUser(ctx, userId, { email: address, emailVerified: true });
      await query(ctx)
        .updateTable('Credential')
        .set({ passwordHash, changedAt: sql<Date>`now()` })
        .where('userId', '=', userId)
        .execute();
      await endSessions(ctx, { userId, reason: 'EMAIL_CHANGE_UNDONE' });
      await endApiKeys(ctx, { userId, reason: 'EMAIL_CHANGE_UNDONE' });
      await voidLaterLinks(ctx, link);
      await issueLink(ctx, 'RESET_PASSWORD', { userId, address });
      await recordSecurityEvent(ctx, { type: 'EMAIL_CHANGE_UNDONE', userId });
    });
  } catch (error) {
    throw error instanceof UniqueConstraintViolationException ? new Rejection(emailTaken()) : error;
  }
  await tryPublishRevocations(ctx);
}

/** Earlier links that undo a change stay: the owner's may be among them. */
async function voidLaterLinks(ctx: Ctx, { linkId, userId, createdAt }: LinkHolder): Promise<void> {
  await query(ctx)
    .deleteFrom('AccountLink')
    .where('userId', '=', userId)
    .where('id', '<>', linkId)
    .where((eb) =>
      eb.or([eb('purpose', '<>', 'UNDO_EMAIL_CHANGE'), eb('createdAt', '>=', createdAt)]),
    )
    .execute();
}
