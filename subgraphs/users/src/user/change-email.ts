import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { inTransaction } from '@emporium/platform/in-transaction';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { checkOwnPassword } from '../session/check-own-password.js';
import { changeUser } from './change-user.js';
import { emailAddress } from '@emporium/graphql/input/email-address';
import { emailTaken, invalidCredentials } from './user.errors.js';
import type { UserAnswer } from './user.payload.js';
import { ownId } from './user-visibility.js';

const inputSchema = z.object({ email: emailAddress });

/** Changes the caller's e-mail address, which then counts as unverified. */
export async function changeEmail(
  ctx: Ctx,
  input: { email: string; password: string },
): Promise<UserAnswer> {
  const id = ownId(ctx);
  const { email } = checked(inputSchema, input);
  const check = await checkOwnPassword(ctx, input.password);
  if (check.error) throw new Rejection(check.error);
  try {
    return await inTransaction(ctx, async () => {
      const user = await changeUser(ctx, id, { email, emailVerified: false });
      if (!user) throw new Rejection(invalidCredentials(['password']));
      await recordSecurityEvent(ctx, { type: 'EMAIL_CHANGED', userId: id });
      return { user };
    });
  } catch (error) {
    throw error instanceof UniqueConstraintViolationException ? new Rejection(emailTaken()) : error;
  }
}
