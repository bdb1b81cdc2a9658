import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { inTransaction } from '@emporium/platform/in-transaction';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { checkOwnPassword } from '../session/check-own-password.js';
import { requireFresh } from '../session/require-fresh.js';
import { checkMailLimit } from '../link/check-mail-limit.js';
import { issueLink } from '../link/issue-link.js';
import { query } from '../tables.js';
import { changeUser } from './change-user.js';
import { emailAddress } from '@emporium/graphql/input/email-address';
import { emailTaken, invalidCredentials } from './user.errors.js';
import type { UserAnswer } from './user.payload.js';
import { ownId } from './user-visibility.js';

const inputSchema = z.object({ email: emailAddress });

/**
 * Changes the caller's e-mail address, which then counts as unverified until the link sent there is
 * opened. An address of before that was verified gets a link that takes the change back; one that
 * was not may be a stranger's.
 */
export async function changeEmail(
  ctx: Ctx,
  input: { email: string; password: string },
): Promise<UserAnswer> {
  const id = ownId(ctx);
  const { email } = checked(inputSchema, input);
  await requireFresh(ctx, { passwordFollows: true });
  const check = await checkOwnPassword(ctx, input.password);
  if (check.error) throw new Rejection(check.error);
  await checkMailLimit(ctx, email);
  try {
    return await inTransaction(ctx, async () => {
      const before = await query(ctx)
        .selectFrom('User')
        .select(['email', 'emailVerified'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      const emailVerified = before?.email === email && before.emailVerified;
      const user = await changeUser(ctx, id, { email, emailVerified });
      if (!user || !before) throw new Rejection(invalidCredentials(['password']));
      if (before.email === email) return { user };
      await issueLink(ctx, 'VERIFY_EMAIL', { userId: id, address: email });
      if (before.email && before.emailVerified)
        await issueLink(ctx, 'UNDO_EMAIL_CHANGE', { userId: id, address: before.email });
      await recordSecurityEvent(ctx, { type: 'EMAIL_CHANGED', userId: id });
      return { user };
    });
  } catch (error) {
    throw error instanceof UniqueConstraintViolationException ? new Rejection(emailTaken()) : error;
  }
}
