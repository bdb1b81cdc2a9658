import { Arg, type ClassType, Ctx as Context, Directive, ID, Query, Resolver } from 'type-graphql';
import { PersonDataPage } from './person-data.type.js';

/**
 * Makes the internal query `_<subgraph>PersonData`, which users asks page by page for the export of
 * a person; `after` is what the page before said, null for the first.
 */
export function personDataResolver<C>(
  subgraph: string,
  find: (ctx: C, userId: string, after: string | null) => Promise<PersonDataPage>,
): ClassType<object> {
  @Resolver()
  class PersonDataResolver {
    @Directive('@inaccessible')
    @Query(() => PersonDataPage, {
      name: `_${subgraph}PersonData`,
      nullable: true,
      description: `Internal: what ${subgraph} keeps about a person, for the export of all of it.`,
    })
    personData(
      @Arg('userId', () => ID, { description: 'The user.' }) userId: string,
      @Arg('after', () => String, {
        nullable: true,
        description: 'Where the page begins, as the one before said.',
      })
      after: string | null,
      @Context() ctx: C,
    ): Promise<PersonDataPage> {
      return find(ctx, userId, after);
    }
  }
  return PersonDataResolver;
}
