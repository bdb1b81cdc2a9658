import { asPayload } from '@emporium/graphql/as-payload';
import { batchByKey } from '@emporium/graphql/batch-by-key';
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
import { User } from '../user/user.entity.js';
import { approveFactorReset } from './approve-factor-reset.js';
import { FactorReset } from './factor-reset.entity.js';
import { FactorResetPayload } from './factor-reset.payload.js';
import { openFactorResets } from './open-factor-resets.js';
import { requestFactorReset } from './request-factor-reset.js';

@ArgsType()
class FactorResetRequestArgs {
  @Field(() => ID, { description: 'Whose factors.' })
  userId!: string;
  @Field(() => String, {
    description: 'Why, and how the person was recognised, for the colleague who approves it.',
  })
  reason!: string;
}

@Resolver(() => User)
export class FactorResetResolver {
  @Directive('@requiresScopes(scopes: [["read:user"]])')
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => FactorReset, {
    nullable: true,
    description: 'The reset of second factors that waits for the approval of a second colleague.',
  })
  factorReset(@Root() user: User, @Context() ctx: Ctx): Promise<FactorReset | null> {
    return batchByKey(ctx, openFactorResets).load(user.id);
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["update:user"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => FactorResetPayload, {
    nullable: true,
    description:
      'Asks for a reset of the second factors of somebody who has lost them. Nothing happens until a second colleague approves it, within 24 hours. Needs a fresh proof (sessionStepUp).',
  })
  factorResetRequest(
    @Args(() => FactorResetRequestArgs) args: FactorResetRequestArgs,
    @Context() ctx: Ctx,
  ): Promise<FactorResetPayload> {
    return asPayload(ctx, () => requestFactorReset(ctx, args));
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["update:user"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => FactorResetPayload, {
    nullable: true,
    description:
      'Approves a reset that a colleague asked for: factors and recovery codes go, all sessions end, and the password logs in again. Needs a fresh proof (sessionStepUp).',
  })
  factorResetApprove(
    @Arg('id', () => ID, { description: 'The reset.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<FactorResetPayload> {
    return asPayload(ctx, () => approveFactorReset(ctx, id));
  }
}
