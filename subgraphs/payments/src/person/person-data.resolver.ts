import { PersonDataPage } from '@emporium/graphql/person-data.type';
import { Arg, Ctx as Context, Directive, ID, Query, Resolver } from 'type-graphql';
import type { Ctx } from '../context.js';
import { personData } from './person-data.js';

@Resolver()
export class PersonDataResolver {
  @Directive('@inaccessible')
  @Query(() => PersonDataPage, {
    nullable: true,
    description: 'Internal: what payments keeps about a person, for the export of all of it.',
  })
  _paymentsPersonData(
    @Arg('userId', () => ID, { description: 'The user.' }) userId: string,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Where the page begins, as the one before said.',
    })
    after: string | null,
    @Context() ctx: Ctx,
  ): Promise<PersonDataPage> {
    return personData(ctx, userId, after);
  }
}
