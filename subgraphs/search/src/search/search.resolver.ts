import { assumedListSize, connectionListSize } from '@emporium/graphql/list-size';
import { badUserInput } from '@emporium/graphql/app-errors';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { Facet } from './facet.type.js';
import { findProducts, suggest } from './find-products.js';
import { IndexHealth } from './index-health.type.js';
import { SearchArgs, SearchSuggestArgs } from './search.inputs.js';
import { ProductWithRelated, SearchConnection, Suggestion } from './search.type.js';
import { toFacets } from './to-facets.js';

/** Counts once per page, for whichever fields ask. */
function counts(
  ctx: Ctx,
  { page }: SearchConnection,
): ReturnType<SearchConnection['page']['count']> {
  const known = ctx.memo.get(page) as ReturnType<SearchConnection['page']['count']> | undefined;
  const counted = known ?? page.count();
  ctx.memo.set(page, counted);
  return counted;
}

@Resolver(() => SearchConnection)
export class SearchResolver {
  @Directive('@cost(weight: 5)')
  @Directive(connectionListSize(24))
  @Query(() => SearchConnection, {
    nullable: true,
    description:
      'Finds products by plain words, forgiving typing errors. Shows active products only.',
  })
  search(@Args(() => SearchArgs) args: SearchArgs, @Context() ctx: Ctx): Promise<SearchConnection> {
    return findProducts(ctx, args);
  }

  @Directive(
    '@listSize(slicingArguments: ["limit"], assumedSize: 8, requireOneSlicingArgument: false)',
  )
  @Query(() => [Suggestion], {
    nullable: true,
    description: 'What a started text may become: categories and products.',
  })
  searchSuggest(
    @Args(() => SearchSuggestArgs) args: SearchSuggestArgs,
    @Context() ctx: Ctx,
  ): Promise<Suggestion[]> {
    return suggest(ctx, args);
  }

  @Directive('@requiresScopes(scopes: [["read:ops"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => IndexHealth, { nullable: true, description: 'State of the search index.' })
  async searchIndexHealth(@Context() ctx: Ctx): Promise<IndexHealth> {
    return { ...(await ctx.services.engine.health()), lagEvents: await ctx.services.lagEvents() };
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Number of all hits, counted when asked for.',
  })
  async totalCount(@Root() found: SearchConnection, @Context() ctx: Ctx): Promise<number> {
    return (await counts(ctx, found)).total;
  }

  @Directive(assumedListSize(8))
  @FieldResolver(() => [Facet], {
    description: 'What the results can be narrowed by, with counts.',
  })
  async facets(@Root() found: SearchConnection, @Context() ctx: Ctx): Promise<Facet[]> {
    return toFacets(found.plan, await counts(ctx, found), ctx.config.shopCurrency);
  }
}

@Resolver(() => ProductWithRelated)
export class ProductRelatedResolver {
  @Directive('@cost(weight: 5)')
  @Directive(
    '@listSize(slicingArguments: ["first"], assumedSize: 8, requireOneSlicingArgument: false)',
  )
  @FieldResolver(() => [ProductWithRelated], {
    nullable: true,
    description: 'Products that share most with this one, best first.',
  })
  async related(
    @Root() product: ProductWithRelated,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 8,
      description: 'Number of products, 1 to 24.',
    })
    first: number | null,
    @Context() ctx: Ctx,
  ): Promise<ProductWithRelated[]> {
    const limit = first ?? 8;
    if (limit < 1 || limit > 24) throw badUserInput('first must be between 1 and 24.');
    return (await ctx.services.engine.related(product.id, limit)).map((id) => ({ id }));
  }
}

/** Any product may be named; whether it has relatives is up to the index. */
export async function resolveProducts(
  _ctx: Ctx,
  references: readonly Record<string, unknown>[],
): Promise<object[]> {
  return references.map((reference) =>
    Object.assign(new ProductWithRelated(), { id: String(reference['id']) }),
  );
}
