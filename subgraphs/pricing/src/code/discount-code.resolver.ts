import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { Arg, Args, Ctx as Context, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { createRule } from '../rule/create-rule.js';
import { deleteRule } from '../rule/delete-rule.js';
import { findRule } from '../rule/find-rules.js';
import { listRules } from '../rule/list-rules.js';
import { PricingRuleDeleteArgs } from '../rule/rule.inputs.js';
import { PricingRuleDeletePayload } from '../rule/rule.payload.js';
import { updateRule } from '../rule/update-rule.js';
import {
  DiscountCodeCreateArgs,
  DiscountCodesArgs,
  DiscountCodesGenerateArgs,
  DiscountCodeUpdateArgs,
} from './discount-code.inputs.js';
import { discountCode } from './discount-code.noun.js';
import { DiscountCodePayload, DiscountCodesGeneratePayload } from './discount-code.payload.js';
import { generateCodes } from './generate-codes.js';
import { DiscountCode } from './discount-code.type.js';

const { Connection: DiscountCodeConnection } = connectionType('DiscountCode', () => DiscountCode, {
  directives: ['@tag(name: "admin")'],
});

@Resolver(() => DiscountCode)
export class DiscountCodeResolver {
  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => DiscountCode, {
    nullable: true,
    description: 'A discount code; null when there is none.',
  })
  discountCode(
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<DiscountCode | null> {
    return findRule(ctx, discountCode, id);
  }

  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first', 'last'], true))
  @Query(() => DiscountCodeConnection, {
    nullable: true,
    description: 'Discount codes, page by page.',
  })
  discountCodes(
    @Args(() => DiscountCodesArgs) { promotionId, where, ...args }: DiscountCodesArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<DiscountCode>> {
    return listRules(ctx, discountCode, { ...args, where: { ...where, parentId: promotionId } });
  }

  @Directive('@requiresScopes(scopes: [["create:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => DiscountCodePayload, { nullable: true, description: 'Creates a discount code.' })
  discountCodeCreate(
    @Args(() => DiscountCodeCreateArgs) args: DiscountCodeCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<DiscountCodePayload> {
    return asPayload(ctx, async () => answer(ctx, await createRule(ctx, discountCode, args)));
  }

  @Directive('@requiresScopes(scopes: [["create:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 50)')
  @Mutation(() => DiscountCodesGeneratePayload, {
    nullable: true,
    description: 'Makes random codes for a promotion and gives them.',
  })
  discountCodesGenerate(
    @Args(() => DiscountCodesGenerateArgs) args: DiscountCodesGenerateArgs,
    @Context() ctx: Ctx,
  ): Promise<DiscountCodesGeneratePayload> {
    return asPayload(ctx, async () => ({ codes: await generateCodes(ctx, args) }));
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => DiscountCodePayload, { nullable: true, description: 'Changes a discount code.' })
  discountCodeUpdate(
    @Args(() => DiscountCodeUpdateArgs) { input }: DiscountCodeUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<DiscountCodePayload> {
    return asPayload(ctx, async () => {
      await updateRule(ctx, discountCode, input);
      return answer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["delete:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PricingRuleDeletePayload, {
    nullable: true,
    description: 'Deletes a discount code.',
  })
  discountCodeDelete(
    @Args(() => PricingRuleDeleteArgs) args: PricingRuleDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<PricingRuleDeletePayload> {
    return asPayload(ctx, async () => {
      await deleteRule(ctx, discountCode, args);
      return { deletedId: args.id };
    });
  }
}

const answer = async (ctx: Ctx, id: string) => ({
  discountCode: await findRule(ctx, discountCode, id),
});
