import { assumedListSize } from '@emporium/graphql/list-size';
import { MoneyType } from '@emporium/graphql/money.type';
import { PageInfo } from '@emporium/graphql/paging';
import { UrlScalar } from '@emporium/graphql/scalars';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { Page } from '../engine/search-engine.js';
import type { SearchPlan } from '../plan/search-plan.js';

@Directive('@key(fields: "id")')
@ObjectType('Product', { description: 'A product of catalog, with its relatives.' })
export class ProductWithRelated {
  @Field(() => ID, { description: 'Id of the product.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('ProductVariant', { description: 'A variant of catalog.' })
export class VariantStub {
  @Field(() => ID, { description: 'Id of the variant.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Category', { description: 'A category of catalog.' })
export class CategoryStub {
  @Field(() => ID, { description: 'Id of the category.' })
  id!: string;
}

@ObjectType('PriceBounds', { description: 'Lowest and highest price of the variants.' })
export class PriceBounds {
  @Field(() => MoneyType, { description: 'Lowest price.' })
  min!: MoneyType;
  @Field(() => MoneyType, { description: 'Highest price.' })
  max!: MoneyType;
}

@ObjectType('Highlight', { description: 'Where a field matched.' })
export class Highlight {
  @Field(() => String, { description: '`name` or `description`.' })
  field!: string;
  @Field(() => [String], {
    description: 'Units of the text, safe as HTML: everything is escaped, matches stand in <em>.',
  })
  fragments!: string[];
}

@ObjectType('SearchCard', { description: 'What a result list shows, from the index alone.' })
export class SearchCard {
  @Field(() => String, { description: 'Name of the product.' })
  name!: string;
  @Field(() => String, { description: 'Slug of the product.' })
  slug!: string;
  @Field(() => PriceBounds, { description: 'Prices of the variants.' })
  price!: PriceBounds;
  @Field(() => UrlScalar, { nullable: true, description: 'Small picture.' })
  thumbnailUrl?: string | null;
  @Field(() => Boolean, { description: 'Whether a variant can be ordered.' })
  inStock!: boolean;
  @Field(() => Int, { description: 'Version of the product that the index holds.' })
  indexedVersion!: number;
}

@ObjectType('SearchHit', { description: 'A product found.' })
export class SearchHit {
  @Field(() => Float, { description: 'How well it matches; comparable within one search.' })
  score!: number;
  @Directive(assumedListSize(2))
  @Field(() => [Highlight], { description: 'Where it matched.' })
  highlights!: Highlight[];
  @Field(() => SearchCard, { description: 'What the index knows.' })
  card!: SearchCard;
  @Field(() => ProductWithRelated, {
    nullable: true,
    description: 'The product as catalog has it now (one more hop).',
  })
  product?: ProductWithRelated | null;
  @Field(() => VariantStub, {
    nullable: true,
    description: 'The variant that the text means, e.g. by its size or stock keeping unit.',
  })
  matchedVariant?: VariantStub | null;
}

@ObjectType('SearchEdge', { description: 'One hit in a page.' })
export class SearchEdge {
  @Field(() => String, { description: 'Opaque position of this hit.' })
  cursor!: string;
  @Field(() => SearchHit, { description: 'The hit.' })
  node!: SearchHit;
}

@ObjectType('SearchConnection', { description: 'A page of search results.' })
export class SearchConnection {
  /** What was searched and found; counts are made from it when asked for. */
  plan!: SearchPlan;
  page!: Page;
  @Field(() => [SearchEdge], { description: 'Hits with their cursors.' })
  edges!: SearchEdge[];
  @Field(() => [SearchHit], { description: 'The hits alone.' })
  nodes!: SearchHit[];
  @Field(() => PageInfo, { description: 'Position of the page.' })
  pageInfo!: PageInfo;
  @Field(() => String, {
    nullable: true,
    description: 'The text as it was understood, when words had to be corrected.',
  })
  didYouMean?: string | null;
}

@ObjectType('Suggestion', { description: 'What a started text may become.' })
export class Suggestion {
  @Field(() => String, { description: 'The suggested text.' })
  text!: string;
  @Field(() => String, { description: 'The text, safe as HTML, with matches in <em>.' })
  highlighted!: string;
  @Field(() => ProductWithRelated, { nullable: true, description: 'The product it leads to.' })
  product?: ProductWithRelated | null;
  @Field(() => CategoryStub, { nullable: true, description: 'The category it leads to.' })
  category?: CategoryStub | null;
}
