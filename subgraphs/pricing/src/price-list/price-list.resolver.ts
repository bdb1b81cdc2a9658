import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, ForwardPageArgs, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { createRule } from '../rule/create-rule.js';
import { findRule } from '../rule/find-rules.js';
import { listRules } from '../rule/list-rules.js';
import { PricingRulesArgs } from '../rule/rule-list.inputs.js';
import { PricingRuleDeleteArgs } from '../rule/rule.inputs.js';
import { PricingRuleDeletePayload } from '../rule/rule.payload.js';
import { updateRule } from '../rule/update-rule.js';
import { deletePriceList } from './delete-price-list.js';
import { listPrices } from './list-prices.js';
import {
  PriceListCreateArgs,
  PriceListPricesSetArgs,
  PriceListUpdateArgs,
} from './price-list.inputs.js';
import { setPrices } from './set-prices.js';
import { priceList } from './price-list.noun.js';
import { PriceListPayload } from './price-list.payload.js';
import { PriceList, PriceListPriceType } from './price-list.type.js';

const { Connection: PriceListConnection } = connectionType('PriceList', () => PriceList, {
  directives: ['@tag(name: "admin")'],
});

const { Connection: PriceListPriceConnection } = connectionType(
  'PriceListPrice',
  () => PriceListPriceType,
  { directives: ['@tag(name: "admin")'], uncounted: true },
);

@Resolver(() => PriceList)
export class PriceListResolver {
  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => PriceList, { nullable: true, description: 'A price list; null when there is none.' })
  priceList(
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<PriceList | null> {
    return findRule(ctx, priceList, id);
  }

  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first', 'last'], true))
  @Query(() => PriceListConnection, { nullable: true, description: 'Price lists, page by page.' })
  priceLists(
    @Args(() => PricingRulesArgs) args: PricingRulesArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<PriceList>> {
    return listRules(ctx, priceList, args);
  }

  @Directive('@requiresScopes(scopes: [["create:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PriceListPayload, { nullable: true, description: 'Creates a price list.' })
  priceListCreate(
    @Args(() => PriceListCreateArgs) args: PriceListCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<PriceListPayload> {
    return asPayload(ctx, async () => answer(ctx, await createRule(ctx, priceList, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PriceListPayload, { nullable: true, description: 'Changes a price list.' })
  priceListUpdate(
    @Args(() => PriceListUpdateArgs) { input }: PriceListUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<PriceListPayload> {
    return asPayload(ctx, async () => {
      await updateRule(ctx, priceList, input);
      return answer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 50)')
  @Mutation(() => PriceListPayload, {
    nullable: true,
    description: 'Sets and removes prices of a price list.',
  })
  priceListPricesSet(
    @Args(() => PriceListPricesSetArgs) { input }: PriceListPricesSetArgs,
    @Context() ctx: Ctx,
  ): Promise<PriceListPayload> {
    return asPayload(ctx, async () => {
      await setPrices(ctx, input);
      return answer(ctx, input.id);
    });
  }

  @Directive(connectionListSize(20))
  @FieldResolver(() => PriceListPriceConnection, {
    description: 'Its prices by quantity and variant.',
  })
  prices(
    @Root() list: PriceList,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<PriceListPriceType>> {
    return listPrices(ctx, list, args);
  }

  @Directive('@requiresScopes(scopes: [["delete:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PricingRuleDeletePayload, {
    nullable: true,
    description:
      'Deletes a price list with its prices. Orders keep the prices they were placed with.',
  })
  priceListDelete(
    @Args(() => PricingRuleDeleteArgs) args: PricingRuleDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<PricingRuleDeletePayload> {
    return asPayload(ctx, async () => {
      await deletePriceList(ctx, args);
      return { deletedId: args.id };
    });
  }
}

const answer = async (ctx: Ctx, id: string) => ({ priceList: await findRule(ctx, priceList, id) });
