import { assumedListSize } from '@emporium/graphql/list-size';
import {
  InvalidInputError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { ArgsType, Directive, Field, InputType, Int, ObjectType } from 'type-graphql';

@Directive('@tag(name: "admin")')
@ObjectType('SearchSynonymGroup', { description: 'Terms that mean the same.' })
export class SearchSynonymGroup {
  @Field(() => [String], { description: 'Words or short phrases.' })
  terms!: string[];
}

@Directive('@tag(name: "admin")')
@ObjectType('SearchSynonyms', { description: 'All synonyms of the search.' })
export class SearchSynonyms {
  @Field(() => Int, { description: 'Counts the changes; the `expectedVersion` of the next one.' })
  version!: number;
  @Directive(assumedListSize(50))
  @Field(() => [SearchSynonymGroup], { description: 'The groups, at most 500.' })
  groups!: SearchSynonymGroup[];
}

export const SearchSynonymsError = userErrorUnion(
  'SearchSynonymsError',
  [InvalidInputError, VersionConflictError],
  'What can go wrong with synonyms.',
);

@InputType('SearchSynonymGroupInput', { description: 'Terms that mean the same.' })
export class SearchSynonymGroupInput {
  @Field(() => [String], { description: 'Two to 20 words or phrases of at most four words.' })
  terms!: string[];
}

@ArgsType()
export class SearchSynonymsUpdateArgs {
  @Field(() => [SearchSynonymGroupInput], { description: 'All groups from now on, at most 500.' })
  groups!: SearchSynonymGroupInput[];
  @Field(() => Int, { description: 'The version that the change is based on.' })
  expectedVersion!: number;
}
