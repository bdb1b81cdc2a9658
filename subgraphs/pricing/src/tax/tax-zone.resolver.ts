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
import { TaxZoneCreateArgs, TaxZoneUpdateArgs } from './tax-zone.inputs.js';
import { taxZone } from './tax-zone.noun.js';
import { TaxZonePayload } from './tax-zone.payload.js';
import { TaxZone } from './tax-zone.type.js';

const { Connection: TaxZoneConnection } = connectionType('TaxZone', () => TaxZone, {
  directives: ['@tag(name: "admin")'],
});

@Resolver(() => TaxZone)
export class TaxZoneResolver {
  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => TaxZone, { nullable: true, description: 'A tax zone; null when there is none.' })
  taxZone(
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<TaxZone | null> {
    return findRule(ctx, taxZone, id);
  }

  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first', 'last'], true))
  @Query(() => TaxZoneConnection, { nullable: true, description: 'Tax zones, page by page.' })
  taxZones(
    @Args(() => PricingRulesArgs) args: PricingRulesArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<TaxZone>> {
    return listRules(ctx, taxZone, args);
  }

  @Directive('@requiresScopes(scopes: [["create:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => TaxZonePayload, { nullable: true, description: 'Creates a tax zone.' })
  taxZoneCreate(
    @Args(() => TaxZoneCreateArgs) args: TaxZoneCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<TaxZonePayload> {
    return asPayload(ctx, async () => answer(ctx, await createRule(ctx, taxZone, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => TaxZonePayload, { nullable: true, description: 'Changes a tax zone.' })
  taxZoneUpdate(
    @Args(() => TaxZoneUpdateArgs) { input }: TaxZoneUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<TaxZonePayload> {
    return asPayload(ctx, async () => {
      await updateRule(ctx, taxZone, input);
      return answer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["delete:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PricingRuleDeletePayload, {
    nullable: true,
    description: 'Deletes a tax zone. Orders keep the taxes they were placed with.',
  })
  taxZoneDelete(
    @Args(() => PricingRuleDeleteArgs) args: PricingRuleDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<PricingRuleDeletePayload> {
    return asPayload(ctx, async () => {
      await deleteRule(ctx, taxZone, args);
      return { deletedId: args.id };
    });
  }
}

const answer = async (ctx: Ctx, id: string) => ({ taxZone: await findRule(ctx, taxZone, id) });
