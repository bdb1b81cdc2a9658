import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { SearchSynonyms, SearchSynonymsError } from './synonym.type.js';

@Directive('@tag(name: "admin")')
@ObjectType('SearchSynonymsPayload', { description: 'Answer of searchSynonymsUpdate.' })
export class SearchSynonymsPayload {
  @Field(() => SearchSynonyms, {
    nullable: true,
    description: 'The synonyms after the change; null when nothing was done.',
  })
  synonyms?: SearchSynonyms | null;
  @Field(() => [SearchSynonymsError], { description: 'Why nothing was done; empty on success.' })
  userErrors!: UserError[];
}
