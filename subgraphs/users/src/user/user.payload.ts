import { asPayload, type Answer } from '@emporium/graphql/as-payload';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import type { UserError } from '@emporium/graphql/user-errors';
import { Field, ObjectType } from 'type-graphql';
import type { Ctx } from '../context.js';
import { User } from './user.entity.js';
import { AuthError, UserChangeError } from './user.errors.js';

const FAILURES = 'Expected failures; empty when it worked.';

@ObjectType('AuthPayload', {
  description:
    'Answer to a log-in. Cookies are set too, unless the header X-Token-Transport: body asks for the tokens here.',
})
export class AuthPayload {
  @Field(() => User, {
    nullable: true,
    description: 'Who is logged in now. Guarded fields open with the next request.',
  })
  user?: User | null;
  @Field(() => String, {
    nullable: true,
    description: 'Access token (JWT, 15 minutes) for Authorization: Bearer.',
  })
  accessToken?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Refresh token, only with X-Token-Transport: body; else it is an HttpOnly cookie.',
  })
  refreshToken?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the access token ends.' })
  expiresAt?: Date | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Set, beside the error FACTOR_REQUIRED, when the account asks for a second factor: there are no tokens until userMfaVerify has this and a code. It opens nothing by itself.',
  })
  mfaChallenge?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'What a remembered device keeps for userLogin, only with X-Token-Transport: body; else it is an HttpOnly cookie.',
  })
  deviceToken?: string | null;
  @Field(() => [AuthError], { description: FAILURES })
  userErrors!: UserError[];
}

/** What a use case returns that logs somebody in. */
export type AuthAnswer = Answer<AuthPayload>;

@ObjectType('SimplePayload', { description: 'Answer of a mutation that returns no object.' })
export class SimplePayload {
  @Field(() => Boolean, { description: 'True when it worked.' })
  ok!: boolean;
  @Field(() => [AuthError], { description: FAILURES })
  userErrors!: UserError[];
}

@ObjectType('UserPayload', { description: 'Answer of a mutation that changes a user.' })
export class UserPayload {
  @Field(() => User, { nullable: true, description: 'The user after the change.' })
  user?: User | null;
  @Field(() => [UserChangeError], { description: FAILURES })
  userErrors!: UserError[];
}

/** What a use case returns that changes a user. */
export type UserAnswer = Answer<UserPayload>;

/** Answers a mutation that returns no object. */
export async function asSimplePayload(
  ctx: Ctx,
  change: () => Promise<void>,
): Promise<SimplePayload> {
  const { userErrors } = await asPayload(ctx, async () => {
    await change();
    return {};
  });
  return { ok: userErrors.length === 0, userErrors };
}
