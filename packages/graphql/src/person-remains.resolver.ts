import { Arg, type ClassType, Ctx as Context, Directive, ID, Query, Resolver } from 'type-graphql';
import { PersonRemains } from './person-remains.type.js';

/** Makes the internal query `_<subgraph>PersonRemains`, by which users follows an erasure. */
export function personRemainsResolver<C>(
  subgraph: string,
  find: (ctx: C, userId: string) => Promise<PersonRemains>,
): ClassType<object> {
  @Resolver()
  class PersonRemainsResolver {
    @Directive('@inaccessible')
    @Query(() => PersonRemains, {
      name: `_${subgraph}PersonRemains`,
      nullable: true,
      description: `Internal: what ${subgraph} still keeps of an erased person.`,
    })
    personRemains(
      @Arg('userId', () => ID, { description: 'The user.' }) userId: string,
      @Context() ctx: C,
    ): Promise<PersonRemains> {
      return find(ctx, userId);
    }
  }
  return PersonRemainsResolver;
}
