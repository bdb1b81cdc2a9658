import { asPayload } from '@emporium/graphql/as-payload';
import { Args, Ctx as Context, Directive, Mutation, Query, Resolver } from 'type-graphql';
import type { Ctx } from '../context.js';
import { SearchSynonymsPayload } from './synonym.payload.js';
import { SearchSynonyms, SearchSynonymsUpdateArgs } from './synonym.type.js';
import { updateSynonyms } from './update-synonyms.js';

@Resolver(() => SearchSynonyms)
export class SynonymResolver {
  @Directive('@requiresScopes(scopes: [["read:product"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => SearchSynonyms, { nullable: true, description: 'The synonyms of the search.' })
  async searchSynonyms(@Context() ctx: Ctx): Promise<SearchSynonyms> {
    const { version, groups } = await ctx.services.engine.synonyms();
    return { version, groups: groups.map((terms) => ({ terms: [...terms] })) };
  }

  @Directive('@requiresScopes(scopes: [["update:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => SearchSynonymsPayload, {
    nullable: true,
    description: 'Replaces the synonyms of the search.',
  })
  searchSynonymsUpdate(
    @Args(() => SearchSynonymsUpdateArgs) args: SearchSynonymsUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<SearchSynonymsPayload> {
    return asPayload(ctx, () => updateSynonyms(ctx, args));
  }
}
