import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, type ConnectionOf } from '@emporium/graphql/paging';
import { CurrencyCodeScalar } from '@emporium/graphql/scalars';
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
import { ShopCurrencyCreateArgs, ShopCurrencyUpdateArgs } from './shop-currency.inputs.js';
import { shopCurrency } from './shop-currency.noun.js';
import { ShopCurrencyPayload } from './shop-currency.payload.js';
import { ShopCurrency } from './shop-currency.type.js';
import { soldCurrencies } from './sold-currencies.js';

const { Connection: ShopCurrencyConnection } = connectionType('ShopCurrency', () => ShopCurrency, {
  directives: ['@tag(name: "admin")'],
});

@Resolver(() => ShopCurrency)
export class ShopCurrencyResolver {
  @Query(() => [CurrencyCodeScalar], {
    nullable: true,
    description:
      'Currencies that the header x-currency may name: the shop’s own, which counts without the header, then the others.',
  })
  currencies(@Context() ctx: Ctx): Promise<string[]> {
    return soldCurrencies(ctx);
  }

  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => ShopCurrency, {
    nullable: true,
    description: 'A further currency; null when there is none.',
  })
  shopCurrency(
    @Arg('id', () => ID, { description: 'Which one.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<ShopCurrency | null> {
    return findRule(ctx, shopCurrency, id);
  }

  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first', 'last'], true))
  @Query(() => ShopCurrencyConnection, {
    nullable: true,
    description: 'Further currencies, page by page.',
  })
  shopCurrencies(
    @Args(() => PricingRulesArgs) args: PricingRulesArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<ShopCurrency>> {
    return listRules(ctx, shopCurrency, args);
  }

  @Directive('@requiresScopes(scopes: [["create:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ShopCurrencyPayload, {
    nullable: true,
    description: 'Adds a currency that the shop sells in.',
  })
  shopCurrencyCreate(
    @Args(() => ShopCurrencyCreateArgs) { input, ...others }: ShopCurrencyCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<ShopCurrencyPayload> {
    const args = { input: { ...input, base: ctx.config.shopCurrency }, ...others };
    return asPayload(ctx, async () => answer(ctx, await createRule(ctx, shopCurrency, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ShopCurrencyPayload, {
    nullable: true,
    description: 'Changes a currency. Carts have the new rate at once, placed orders keep theirs.',
  })
  shopCurrencyUpdate(
    @Args(() => ShopCurrencyUpdateArgs) { input }: ShopCurrencyUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<ShopCurrencyPayload> {
    return asPayload(ctx, async () => {
      const base = ctx.config.shopCurrency;
      await updateRule(ctx, shopCurrency, { ...input, ...{ base } });
      return answer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["delete:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => PricingRuleDeletePayload, {
    nullable: true,
    description:
      'Takes a currency away. Carts in it go on in the shop’s own; orders keep theirs, price lists in it rest.',
  })
  shopCurrencyDelete(
    @Args(() => PricingRuleDeleteArgs) args: PricingRuleDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<PricingRuleDeletePayload> {
    return asPayload(ctx, async () => {
      await deleteRule(ctx, shopCurrency, args);
      return { deletedId: args.id };
    });
  }
}

const answer = async (ctx: Ctx, id: string) => ({
  shopCurrency: await findRule(ctx, shopCurrency, id),
});
