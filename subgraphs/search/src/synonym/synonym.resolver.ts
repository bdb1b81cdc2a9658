import { asPayload } from '@emporium/graphql/as-payload';
import { Args, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import type { SearchCtx } from '../search/search-services.js';
import { SearchSynonymsPayload } from './synonym.payload.js';
import { SearchSynonyms, SearchSynonymsUpdateArgs } from './synonym.type.js';
import { updateSynonyms } from './update-synonyms.js';

@Resolver(() => SearchSynonyms)
export class SynonymResolver {
  @Directive('@requiresScopes(scopes: [["read:product"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => SearchSynonyms, { nullable: true, description: 'The synonyms of the search.' })
  async searchSynonyms(@Ctx() ctx: SearchCtx): Promise<SearchSynonyms> {
    const { version, groups } = await ctx.services.engine.synonyms();
    return { version, groups: groups.map((terms) => ({ terms: [...terms] })) };
  }

  @Directive('@requiresScopes(scopes: [["update:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => SearchSynonymsPayload, { nullable: true, description: 'Replaces the synonyms of the search.' })
  searchSynonymsUpdate(
    @Args(() => SearchSynonymsUpdateArgs) args: SearchSynonymsUpdateArgs,
    @Ctx() ctx: SearchCtx,
  ): Promise<SearchSynonymsPayload> {
    return asPayload(ctx, () => updateSynonyms(ctx, args));
  }
}
