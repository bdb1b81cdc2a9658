import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@tag(name: "admin")')
@ObjectType('FactorReset', {
  description:
    "A reset of somebody's second factors: one colleague asks for it, another one approves it.",
})
@Entity({ tableName: 'factor_reset' })
export class FactorReset {
  [OptionalProps]?: 'requestedAt';

  @Field(() => ID, { description: 'Opaque id, `frs_<uuid>`.' })
  @PrimaryKey({ type: 'text' })
  id!: string;

  @Field(() => ID, { description: 'Whose factors.' })
  @Property({ type: 'text' })
  userId!: string;

  @Field(() => String, { description: 'Why, and how the person was recognised.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => ID, { description: 'The colleague who asked for it.' })
  @Property({ type: 'text' })
  requestedBy!: string;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  @Property({ type: 'timestamptz' })
  requestedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'Until when it can be approved.' })
  @Property({ type: 'timestamptz' })
  expiresAt!: Date;

  @Field(() => ID, { nullable: true, description: 'The colleague who approved it.' })
  @Property({ type: 'text', nullable: true })
  approvedBy!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the factors were reset.' })
  @Property({ type: 'timestamptz', nullable: true })
  approvedAt!: Date | null;
}
