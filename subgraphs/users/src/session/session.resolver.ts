import { asPayload } from '@emporium/graphql/as-payload';
import {
  Arg,
  Args,
  ArgsType,
  Ctx as Context,
  Directive,
  Field,
  FieldResolver,
  ID,
  Mutation,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { PASSKEY_JSON } from '../passkey/passkey.payload.js';
import { ownId } from '../user/user-visibility.js';
import { asSimplePayload, AuthPayload, SimplePayload } from '../user/user.payload.js';
import { addressBlock } from './address-block.js';
import { changePassword } from './change-password.js';
import { verifyMfa } from './verify-mfa.js';
import { deviceName } from './device-name.js';
import { logIn } from './log-in.js';
import { refreshSession } from './refresh-session.js';
import { revokeAllSessions, revokeOtherSessions, revokeSession } from './revoke-sessions.js';
import { Session } from './session.entity.js';
import { stepUp } from './step-up.js';

@ArgsType()
class UserLoginArgs {
  @Field(() => String, { description: 'E-mail address.' })
  email!: string;
  @Field(() => String, { description: 'Password.' })
  password!: string;
  @Field(() => String, {
    nullable: true,
    description: 'The deviceToken of a remembered device, for clients without cookies.',
  })
  deviceToken?: string | null;
}

@ArgsType()
class UserMfaVerifyArgs {
  @Field(() => String, { description: 'The mfaChallenge that userLogin answered.' })
  challenge!: string;
  @Field(() => String, {
    nullable: true,
    description: 'A code of your authenticator app, or a recovery code.',
  })
  code?: string | null;
  @Field(() => String, { nullable: true, description: PASSKEY_JSON })
  passkey?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether this device need not prove a factor for 30 days; left out = no.',
  })
  rememberDevice?: boolean | null;
}

@ArgsType()
class SessionStepUpArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Your password; enough for accounts without a second factor only.',
  })
  password?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'A code of your authenticator app, or a recovery code.',
  })
  code?: string | null;
  @Field(() => String, { nullable: true, description: PASSKEY_JSON })
  passkey?: string | null;
}

@ArgsType()
class UserPasswordChangeArgs {
  @Field(() => String, { description: 'The present password.' })
  currentPassword!: string;
  @Field(() => String, { description: 'The new password, 8 to 256 characters.' })
  newPassword!: string;
}

@Resolver(() => Session)
export class SessionResolver {
  @FieldResolver(() => Boolean, { description: 'The session of this request.' })
  current(@Root() session: Session, @Context() ctx: Ctx): boolean {
    return session.id === ctx.principal.sid;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Program and device, e.g. `Firefox (Windows)`; null when it is none that is known.',
  })
  device(@Root() session: Session): string | null {
    return deviceName(session.userAgent);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Block of addresses that it logged in from, e.g. `192.0.2.0/24`.',
  })
  network(@Root() session: Session): string | null {
    return addressBlock(session.ip);
  }

  @Mutation(() => AuthPayload, {
    nullable: true,
    description:
      'Logs in with e-mail address and password. An account with a second factor is answered with FACTOR_REQUIRED and an mfaChallenge: complete the log-in with userMfaVerify.',
  })
  userLogin(
    @Args(() => UserLoginArgs) args: UserLoginArgs,
    @Context() ctx: Ctx,
  ): Promise<AuthPayload> {
    return asPayload(ctx, () => logIn(ctx, args));
  }

  @Mutation(() => AuthPayload, {
    nullable: true,
    description:
      'Completes a log-in by a second factor: a code, or a passkey asked for by passkeyMfaBegin. Each code works once.',
  })
  userMfaVerify(
    @Args(() => UserMfaVerifyArgs) args: UserMfaVerifyArgs,
    @Context() ctx: Ctx,
  ): Promise<AuthPayload> {
    return asPayload(ctx, () => verifyMfa(ctx, args));
  }

  @Directive('@authenticated')
  @Mutation(() => SimplePayload, {
    nullable: true,
    description:
      'Proves again who you are, by a second factor or, without one, by the password. For 10 minutes this session may then do what answers STEP_UP_REQUIRED otherwise.',
  })
  sessionStepUp(
    @Args(() => SessionStepUpArgs) args: SessionStepUpArgs,
    @Context() ctx: Ctx,
  ): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => stepUp(ctx, args));
  }

  @Mutation(() => AuthPayload, {
    nullable: true,
    description:
      'Exchanges the refresh token (cookie or argument) for new tokens. It works once; using it again ends the session.',
  })
  sessionRefresh(
    @Arg('refreshToken', () => String, {
      nullable: true,
      description: 'For clients without cookies.',
    })
    refreshToken: string | null | undefined,
    @Context() ctx: Ctx,
  ): Promise<AuthPayload> {
    return asPayload(ctx, () => refreshSession(ctx, refreshToken));
  }

  @Directive('@authenticated')
  @Mutation(() => SimplePayload, {
    nullable: true,
    description: 'Ends one of your sessions; without an id the one of this request (sign-out).',
  })
  sessionRevoke(
    @Arg('id', () => ID, { nullable: true, description: 'The session; left out = this one.' })
    id: string | null | undefined,
    @Context() ctx: Ctx,
  ): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => revokeSession(ctx, id));
  }

  @Directive('@authenticated')
  @Mutation(() => SimplePayload, {
    nullable: true,
    description: 'Ends all your sessions, this one too.',
  })
  sessionRevokeAll(@Context() ctx: Ctx): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => revokeAllSessions(ctx));
  }

  @Directive('@authenticated')
  @Mutation(() => SimplePayload, {
    nullable: true,
    description: 'Ends all your sessions but this one.',
  })
  sessionRevokeOthers(@Context() ctx: Ctx): Promise<SimplePayload> {
    return asSimplePayload(ctx, () => revokeOtherSessions(ctx));
  }

  @Directive('@authenticated')
  @Mutation(() => AuthPayload, {
    nullable: true,
    description: 'Changes your password: all sessions end, and this device gets a new one.',
  })
  userPasswordChange(
    @Args(() => UserPasswordChangeArgs) args: UserPasswordChangeArgs,
    @Context() ctx: Ctx,
  ): Promise<AuthPayload> {
    return asPayload(ctx, () =>
      ctx.services.ownPassword(ownId(ctx), () => changePassword(ctx, args)),
    );
  }
}
