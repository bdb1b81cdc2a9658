import { asPayload } from '@emporium/graphql/as-payload';
import type { Ctx } from '@emporium/platform/context';
import { Args, Ctx as Context, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { TaxSettingsUpdateArgs } from './tax-settings.inputs.js';
import { TaxSettingsPayload } from './tax-settings.payload.js';
import { TaxSettings } from './tax-settings.type.js';
import { findTaxSettings, updateTaxSettings } from './update-tax-settings.js';

@Resolver(() => TaxSettings)
export class TaxSettingsResolver {
  @Directive('@requiresScopes(scopes: [["read:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => TaxSettings, {
    nullable: true,
    description: 'The tax settings; null before they were made: then there is no tax.',
  })
  taxSettings(@Context() ctx: Ctx): Promise<TaxSettings | null> {
    return findTaxSettings(ctx);
  }

  @Directive('@requiresScopes(scopes: [["update:pricing"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => TaxSettingsPayload, {
    nullable: true,
    description: 'Makes or changes the tax settings.',
  })
  taxSettingsUpdate(
    @Args(() => TaxSettingsUpdateArgs) { input }: TaxSettingsUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<TaxSettingsPayload> {
    return asPayload(ctx, async () => {
      await updateTaxSettings(ctx, input);
      return { taxSettings: await findTaxSettings(ctx) };
    });
  }
}
