import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, Int, ObjectType } from 'type-graphql';

@Directive('@tag(name: "admin")')
@ObjectType('IndexHealth', { description: 'State of the search index.' })
export class IndexHealth {
  @Field(() => Int, { description: 'Products that can be found.' })
  documents!: number;
  @Field(() => Int, { description: 'Events that wait to be indexed.' })
  lagEvents!: number;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the index was last compared with catalog.',
  })
  lastVerifiedAt?: Date | null;
  @Field(() => Int, { description: 'Products that differed then.' })
  divergent!: number;
}
