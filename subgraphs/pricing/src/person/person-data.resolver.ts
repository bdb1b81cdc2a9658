import { PersonDataPage } from '@emporium/graphql/person-data.type';
import { PersonRemains } from '@emporium/graphql/person-remains.type';
import { Arg, Ctx as Context, Directive, ID, Query, Resolver } from 'type-graphql';
import type { Ctx } from '@emporium/platform/context';
import { findRemains } from './find-remains.js';
import { personData } from './person-data.js';

@Resolver()
export class PersonDataResolver {
  @Directive('@inaccessible')
  @Query(() => PersonDataPage, {
    nullable: true,
    description: 'Internal: what pricing keeps about a person, for the export of all of it.',
  })
  _pricingPersonData(
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

  @Directive('@inaccessible')
  @Query(() => PersonRemains, {
    nullable: true,
    description: 'Internal: what pricing still keeps of an erased person.',
  })
  _pricingPersonRemains(
    @Arg('userId', () => ID, { description: 'The user.' }) userId: string,
    @Context() ctx: Ctx,
  ): Promise<PersonRemains> {
    return findRemains(ctx, userId);
  }
}
