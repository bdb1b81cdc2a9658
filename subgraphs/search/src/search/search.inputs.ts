import { DecimalScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, InputType, Int, registerEnumType } from 'type-graphql';

export enum SearchSort {
  RELEVANCE = 'RELEVANCE',
  PRICE_ASC = 'PRICE_ASC',
  PRICE_DESC = 'PRICE_DESC',
  NEWEST = 'NEWEST',
  BEST_SELLING = 'BEST_SELLING',
}
registerEnumType(SearchSort, {
  name: 'SearchSort',
  description: 'Order of search results.',
  valuesConfig: {
    RELEVANCE: { description: 'Best matches first; without a text the newest first.' },
    PRICE_ASC: { description: 'Lowest price first (the cheapest variant counts).' },
    PRICE_DESC: { description: 'Highest price first (the cheapest variant counts).' },
    NEWEST: { description: 'Newest products first.' },
    BEST_SELLING: { description: 'Most sold units first.' },
  },
});

@InputType('FacetFilter', {
  description:
    'Narrows a search by one facet. Several filters must all hold; values of one are alternatives.',
})
export class FacetFilter {
  @Field(() => String, {
    description:
      'Name of the facet as search returns it, e.g. `category`, `price`, `availability`, `vendor`, `size`.',
  })
  name!: string;
  @Field(() => [String], {
    nullable: true,
    description: 'Values as the facet lists them, at most 100.',
  })
  in?: string[] | null;
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'For `price`: a variant costs at least this.',
  })
  gte?: string | null;
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'For `price`: a variant costs at most this.',
  })
  lte?: string | null;
}

@ArgsType()
export class SearchArgs {
  @Field(() => String, { description: 'What to look for, in plain words; empty = everything.' })
  query!: string;
  @Field(() => Int, { nullable: true, defaultValue: 24, description: 'Number of hits, 1 to 100.' })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'Cursor after which the page starts.' })
  after?: string | null;
  @Field(() => [FacetFilter], { nullable: true, description: 'Filters, each facet at most once.' })
  filters?: FacetFilter[] | null;
  @Field(() => SearchSort, {
    nullable: true,
    defaultValue: SearchSort.RELEVANCE,
    description: 'Order of the hits.',
  })
  sort?: SearchSort | null;
}

@ArgsType()
export class SearchSuggestArgs {
  @Field(() => String, { description: 'What was typed so far.' })
  prefix!: string;
  @Field(() => Int, {
    nullable: true,
    defaultValue: 8,
    description: 'Number of suggestions, 1 to 20.',
  })
  limit?: number | null;
}
