import { Directive, Field, ObjectType } from 'type-graphql';

/** One page of what a subgraph keeps about a person, for the export of all of it. */
@Directive('@inaccessible')
@Directive('@shareable')
@ObjectType('PersonDataPage', {
  description: 'Internal: a page of what a subgraph keeps about a person.',
})
export class PersonDataPage {
  @Field(() => String, { description: 'A JSON object whose fields are lists of objects.' })
  data!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Where the next page begins; null after the last one.',
  })
  next!: string | null;
}

/** Makes a page of named lists. */
export function personDataPage(
  lists: Record<string, readonly object[]>,
  next: string | null = null,
): PersonDataPage {
  return Object.assign(new PersonDataPage(), { data: JSON.stringify(lists), next });
}
