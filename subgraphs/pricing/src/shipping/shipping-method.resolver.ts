import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { Arg, Args, Ctx as Context, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { createRule } from '../rule/create-rule.js';
import { deleteRule } from '../rule/delete-rule.js';
import { findRule } from '../rule/find-rules.js';
import { listRules } from '../rule/list-rules.js';
import { PricingRulesArgs } from '../rule/rule-list.inputs.js';
import { PricingRuleDeleteArgs } from '../rule/rule.inputs.js';
import { PricingRuleDeletePayload } from '../rule/rule.payload.js';
import { updateRule } from '../rule/update-rule.js';
import { ShippingMethodCreateArgs, ShippingMethodUpdateArgs } from './shipping-method.inputs.js';
import { shippingMethod } from './shipping-method.noun.js';
import { ShippingMethodPayload } from './shipping-method.payload.js';
import { ShippingMethod } from './shipping-method.type.js';

const { Connection: ShippingMethodConnection } = connectionType(
  'ShippingMethod',
  () => ShippingMethod,
  {
    directives: ['@tag(name: "admin")'],
  },
);

@Resolver(() => ShippingMethod)
export class ShippingMethodResolver {
  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => ShippingMethod, {
    nullable: true,
    description: 'A shipping method; null when there is none.',
  })
  shippingMethod(
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<ShippingMethod | null> {
    return findRule(ctx, shippingMethod, id);
  }

  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first', 'last'], true))
  @Query(() => ShippingMethodConnection, {
    nullable: true,
    description: 'Shipping methods, page by page.',
  })
  configuredShippingMethods(
    @Args(() => PricingRulesArgs) args: PricingRulesArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<ShippingMethod>> {
    return listRules(ctx, shippingMethod, args);
  }

  @Directive('@requiresScopes(scopes: [["create:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ShippingMethodPayload, {
    nullable: true,
    description: 'Creates a shipping method.',
  })
  shippingMethodCreate(
    @Args(() => ShippingMethodCreateArgs) args: ShippingMethodCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<ShippingMethodPayload> {
    return asPayload(ctx, async () => answer(ctx, await createRule(ctx, shippingMethod, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ShippingMethodPayload, {
    nullable: true,
    description: 'Changes a shipping method.',
  })
  shippingMethodUpdate(
    @Args(() => ShippingMethodUpdateArgs) { input }: ShippingMethodUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<ShippingMethodPayload> {
    return asPayload(ctx, async () => {
      await updateRule(ctx, shippingMethod, input);
      return answer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["delete:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PricingRuleDeletePayload, {
    nullable: true,
    description: 'Deletes a shipping method. Orders keep the one they were placed with.',
  })
  shippingMethodDelete(
    @Args(() => PricingRuleDeleteArgs) args: PricingRuleDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<PricingRuleDeletePayload> {
    return asPayload(ctx, async () => {
      await deleteRule(ctx, shippingMethod, args);
      return { deletedId: args.id };
    });
  }
}

const answer = async (ctx: Ctx, id: string) => ({
  shippingMethod: await findRule(ctx, shippingMethod, id),
});
