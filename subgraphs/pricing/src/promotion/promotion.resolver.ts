import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { Arg, Args, Ctx as Context, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { createRule } from '../rule/create-rule.js';
import { findRule } from '../rule/find-rules.js';
import { listRules } from '../rule/list-rules.js';
import { PricingRulesArgs } from '../rule/rule-list.inputs.js';
import { PricingRuleDeleteArgs } from '../rule/rule.inputs.js';
import { PricingRuleDeletePayload } from '../rule/rule.payload.js';
import { updateRule } from '../rule/update-rule.js';
import { deletePromotion } from './delete-promotion.js';
import { PromotionCreateArgs, PromotionUpdateArgs } from './promotion.inputs.js';
import { promotion } from './promotion.noun.js';
import { PromotionPayload } from './promotion.payload.js';
import { Promotion } from './promotion.type.js';

const { Connection: PromotionConnection } = connectionType('Promotion', () => Promotion, {
  directives: ['@tag(name: "admin")'],
});

@Resolver(() => Promotion)
export class PromotionResolver {
  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => Promotion, { nullable: true, description: 'A promotion; null when there is none.' })
  promotion(
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<Promotion | null> {
    return findRule(ctx, promotion, id);
  }

  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first', 'last'], true))
  @Query(() => PromotionConnection, { nullable: true, description: 'Promotions, page by page.' })
  promotions(
    @Args(() => PricingRulesArgs) args: PricingRulesArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<Promotion>> {
    return listRules(ctx, promotion, args);
  }

  @Directive('@requiresScopes(scopes: [["create:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PromotionPayload, { nullable: true, description: 'Creates a promotion.' })
  promotionCreate(
    @Args(() => PromotionCreateArgs) args: PromotionCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<PromotionPayload> {
    return asPayload(ctx, async () => answer(ctx, await createRule(ctx, promotion, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PromotionPayload, { nullable: true, description: 'Changes a promotion.' })
  promotionUpdate(
    @Args(() => PromotionUpdateArgs) { input }: PromotionUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<PromotionPayload> {
    return asPayload(ctx, async () => {
      await updateRule(ctx, promotion, input);
      return answer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["delete:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PricingRuleDeletePayload, {
    nullable: true,
    description:
      'Deletes a promotion with its codes. Orders keep the discounts they were placed with.',
  })
  promotionDelete(
    @Args(() => PricingRuleDeleteArgs) args: PricingRuleDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<PricingRuleDeletePayload> {
    return asPayload(ctx, async () => {
      await deletePromotion(ctx, args);
      return { deletedId: args.id };
    });
  }
}

const answer = async (ctx: Ctx, id: string) => ({ promotion: await findRule(ctx, promotion, id) });
