import { asPayload } from '@emporium/graphql/as-payload';
import {
  Arg,
  Args,
  ArgsType,
  Ctx as Context,
  Directive,
  Field,
  Mutation,
  Resolver,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { FactorPayload } from '../factor/factor.payload.js';
import { AuthPayload } from '../user/user.payload.js';
import { askForAnyPasskey, askForMfaPasskey, askForOwnPasskey } from './ask-for-passkey.js';
import { beginPasskey } from './begin-passkey.js';
import { confirmPasskey } from './confirm-passkey.js';
import { logInWithPasskey } from './log-in-with-passkey.js';
import { PASSKEY_JSON, PasskeyOptionsPayload } from './passkey.payload.js';

const FRESH = 'Needs a proof of who you are that is not older than 10 minutes (sessionStepUp).';

@ArgsType()
class FactorPasskeyConfirmArgs {
  @Field(() => String, { description: 'What the browser made: the JSON of toJSON().' })
  passkey!: string;
  @Field(() => String, { nullable: true, description: 'What to call it.' })
  name?: string | null;
}

@Resolver()
export class PasskeyResolver {
  @Directive('@authenticated')
  @Mutation(() => PasskeyOptionsPayload, {
    nullable: true,
    description: `Starts the enrolment of a passkey. ${FRESH}`,
  })
  factorPasskeyBegin(@Context() ctx: Ctx): Promise<PasskeyOptionsPayload> {
    return asPayload(ctx, () => beginPasskey(ctx));
  }

  @Directive('@authenticated')
  @Mutation(() => FactorPayload, {
    nullable: true,
    description: `Completes the enrolment of a passkey. From then on it is a second factor, and logs in by itself where it verifies its user. The first factor brings recovery codes. ${FRESH}`,
  })
  factorPasskeyConfirm(
    @Args(() => FactorPasskeyConfirmArgs) args: FactorPasskeyConfirmArgs,
    @Context() ctx: Ctx,
  ): Promise<FactorPayload> {
    return asPayload(ctx, () => confirmPasskey(ctx, args));
  }

  @Mutation(() => PasskeyOptionsPayload, {
    nullable: true,
    description: 'Asks for a passkey that completes a log-in, for userMfaVerify.',
  })
  passkeyMfaBegin(
    @Arg('challenge', () => String, { description: 'The mfaChallenge that userLogin answered.' })
    challenge: string,
    @Context() ctx: Ctx,
  ): Promise<PasskeyOptionsPayload> {
    return asPayload(ctx, () => askForMfaPasskey(ctx, challenge));
  }

  @Directive('@authenticated')
  @Mutation(() => PasskeyOptionsPayload, {
    nullable: true,
    description: 'Asks for a passkey that proves this session again, for sessionStepUp.',
  })
  passkeyProofBegin(@Context() ctx: Ctx): Promise<PasskeyOptionsPayload> {
    return asPayload(ctx, () => askForOwnPasskey(ctx));
  }

  @Mutation(() => PasskeyOptionsPayload, {
    nullable: true,
    description: 'Asks for a passkey to log in by it alone, without address and password.',
  })
  passkeyLoginBegin(@Context() ctx: Ctx): Promise<PasskeyOptionsPayload> {
    return asPayload(ctx, () => askForAnyPasskey(ctx));
  }

  @Mutation(() => AuthPayload, {
    nullable: true,
    description: 'Logs in by a passkey alone; it must have verified its user (PIN, finger, face).',
  })
  passkeyLogin(
    @Arg('passkey', () => String, { description: PASSKEY_JSON }) passkey: string,
    @Context() ctx: Ctx,
  ): Promise<AuthPayload> {
    return asPayload(ctx, () => logInWithPasskey(ctx, passkey));
  }
}
