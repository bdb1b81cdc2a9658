import {
  Arg,
  Args,
  ArgsType,
  Ctx as Context,
  Directive,
  Field,
  ID,
  Mutation,
  Query,
  Resolver,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { isId } from '../input/is-id.js';
import { findDeviceMail } from '../session/find-device-mail.js';
import { asSimplePayload, SimplePayload } from '../user/user.payload.js';
import { findLinkMail } from './find-link-mail.js';
import { requestPasswordReset } from './request-password-reset.js';
import { requestVerification } from './request-verification.js';
import { resetForgottenPassword } from './reset-forgotten-password.js';
import { undoEmailChange } from './undo-email-change.js';
import { UserMail } from './user-mail.type.js';
import { verifyEmail } from './verify-email.js';

const TOKEN = 'The token of the link in the mail.';

@ArgsType()
class UserPasswordResetArgs {
  @Field(() => String, { description: TOKEN })
  token!: string;
  @Field(() => String, { description: 'The new password, 8 to 256 characters.' })
  newPassword!: string;
}

@Resolver()
export class LinkResolver {
  @Directive('@inaccessible')
  @Query(() => UserMail, {
    nullable: true,
    description:
      'Internal: what the mail of USER_MAIL_REQUESTED needs; null when it is not to be sent any more.',
  })
  _userMail(
    @Arg('requestId', () => ID, { description: 'The request of the event.' }) requestId: string,
    @Context() ctx: Ctx,
  ): Promise<UserMail | null> {
    return isId('ses', requestId) ? findDeviceMail(ctx, requestId) : findLinkMail(ctx, requestId);
  }

  @Directive('@authenticated')
  @Mutation(() => SimplePayload, {
    nullable: true,
    description:
      'Mails you a new link that verifies your e-mail address; the one before is void. Nothing is sent when it is verified.',
  })
  userVerificationRequest(@Context() ctx: Ctx): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => requestVerification(ctx));
  }

  @Mutation(() => SimplePayload, {
    nullable: true,
    description:
      'Verifies the e-mail address that the link was sent to. It works once, for 3 days.',
  })
  userEmailVerify(
    @Arg('token', () => String, { description: TOKEN }) token: string,
    @Context() ctx: Ctx,
  ): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => verifyEmail(ctx, token));
  }

  @Mutation(() => SimplePayload, {
    nullable: true,
    description:
      'Takes a change of your e-mail address back, by the link sent to the address of before, for 7 days. All sessions end, the password is void, and a link to set a new one is mailed.',
  })
  userEmailChangeUndo(
    @Arg('token', () => String, { description: TOKEN }) token: string,
    @Context() ctx: Ctx,
  ): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => undoEmailChange(ctx, token));
  }

  @Mutation(() => SimplePayload, {
    nullable: true,
    description:
      'Mails a link that sets a new password, if there is an account with this address; the answer is the same if not.',
  })
  userPasswordResetRequest(
    @Arg('email', () => String, { description: 'E-mail address.' }) email: string,
    @Context() ctx: Ctx,
  ): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => requestPasswordReset(ctx, { email }));
  }

  @Mutation(() => SimplePayload, {
    nullable: true,
    description:
      'Sets a new password by the link of a mail. It works once, for 30 minutes; all sessions end, so log in again.',
  })
  userPasswordReset(
    @Args(() => UserPasswordResetArgs) args: UserPasswordResetArgs,
    @Context() ctx: Ctx,
  ): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => resetForgottenPassword(ctx, args));
  }
}
