import { asPayload } from '@emporium/graphql/as-payload';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { assumedListSize } from '@emporium/graphql/list-size';
import {
  Arg,
  Args,
  ArgsType,
  Ctx as Context,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { loadRoles } from '../role/find-roles.js';
import { isSelf, maySeeUser } from '../user/user-visibility.js';
import { User } from '../user/user.entity.js';
import { asksForFactor } from './asks-for-factor.js';
import { beginTotp } from './begin-totp.js';
import { confirmTotp } from './confirm-totp.js';
import { countRecoveryCodes } from './factor-methods.js';
import { Factor } from './factor.entity.js';
import { FactorPayload, TotpEnrolmentPayload } from './factor.payload.js';
import { listFactors } from './list-factors.js';
import { removeFactor } from './remove-factor.js';
import { renewRecoveryCodes } from './renew-recovery-codes.js';

const FRESH = 'Needs a proof of who you are that is not older than 10 minutes (sessionStepUp).';

@ArgsType()
class FactorTotpConfirmArgs {
  @Field(() => ID, { description: 'The factor of the enrolment.' })
  factorId!: string;
  @Field(() => String, { description: 'The code that the app shows now.' })
  code!: string;
}

@Resolver(() => User)
export class FactorResolver {
  @Directive('@authenticated')
  @Directive(assumedListSize(3))
  @FieldResolver(() => [Factor], {
    nullable: true,
    description:
      'Second factors in the order of enrolment, at most 10; for the owner and staff with read:user.',
  })
  async factors(@Root() user: User, @Context() ctx: Ctx): Promise<Factor[] | null> {
    return maySeeUser(ctx, user.id) ? batchByKey(ctx, listFactors).load(user.id) : null;
  }

  @Directive('@authenticated')
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether logging in asks for a second factor; for the owner and staff with read:user.',
  })
  async mfaEnabled(@Root() user: User, @Context() ctx: Ctx): Promise<boolean | null> {
    const factors = await this.factors(user, ctx);
    return factors && factors.length > 0;
  }

  @Directive('@authenticated')
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether the role asks for a second factor: a session that has not proved one uses none of its permissions, and after it has, sessionRefresh brings them. For the owner and staff with read:user.',
  })
  async mfaRequired(@Root() user: User, @Context() ctx: Ctx): Promise<boolean | null> {
    if (!maySeeUser(ctx, user.id)) return null;
    const role = await batchByKey(ctx, loadRoles).load(user.roleId);
    return role ? asksForFactor(ctx, role) : false;
  }

  @Directive('@authenticated')
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Recovery codes that are still unused; for the owner.',
  })
  async recoveryCodesLeft(@Root() user: User, @Context() ctx: Ctx): Promise<number | null> {
    return isSelf(ctx, user.id) ? batchByKey(ctx, countRecoveryCodes).load(user.id) : null;
  }

  @Directive('@authenticated')
  @Mutation(() => TotpEnrolmentPayload, {
    nullable: true,
    description: `Starts the enrolment of an authenticator app; it counts once factorTotpConfirm has seen a code, within 30 minutes. ${FRESH}`,
  })
  factorTotpBegin(
    @Arg('name', () => String, { nullable: true, description: 'What to call it.' })
    name: string | null | undefined,
    @Context() ctx: Ctx,
  ): Promise<TotpEnrolmentPayload> {
    return asPayload(ctx, () => beginTotp(ctx, { name: name ?? null }));
  }

  @Directive('@authenticated')
  @Mutation(() => FactorPayload, {
    nullable: true,
    description: `Completes the enrolment of an authenticator app. From then on logging in asks for a code. The first factor brings recovery codes. ${FRESH}`,
  })
  factorTotpConfirm(
    @Args(() => FactorTotpConfirmArgs) args: FactorTotpConfirmArgs,
    @Context() ctx: Ctx,
  ): Promise<FactorPayload> {
    return asPayload(ctx, () => confirmTotp(ctx, args));
  }

  @Directive('@authenticated')
  @Mutation(() => FactorPayload, {
    nullable: true,
    description: `Removes one of your second factors; with the last one the recovery codes go. ${FRESH}`,
  })
  factorRemove(
    @Arg('id', () => ID, { description: 'The factor.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<FactorPayload> {
    return asPayload(ctx, () => removeFactor(ctx, id));
  }

  @Directive('@authenticated')
  @Mutation(() => FactorPayload, {
    nullable: true,
    description: `Gives you 10 new recovery codes; those of before are void. ${FRESH}`,
  })
  factorRecoveryCodesRenew(@Context() ctx: Ctx): Promise<FactorPayload> {
    return asPayload(ctx, () => renewRecoveryCodes(ctx));
  }
}
