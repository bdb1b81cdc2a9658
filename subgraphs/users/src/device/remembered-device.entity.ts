import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType('RememberedDevice', {
  description:
    'A device on which its owner proved a second factor and asked not to be asked again, for 30 days. The password is asked for all the same.',
})
@Entity({ tableName: 'remembered_device' })
export class RememberedDevice {
  [OptionalProps]?: 'createdAt' | 'lastUsedAt';

  @Field(() => ID, { description: 'Opaque id, `dev_<uuid>`.' })
  @PrimaryKey({ type: 'text' })
  id!: string;

  @Property({ type: 'text' })
  userId!: string;

  /** What the device holds opens nothing without the password, and is stored as a hash. */
  @Property({ type: 'text' })
  tokenHash!: string;

  @Field(() => DateTimeScalar, { description: 'When the factor was proved.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it last logged in without a factor.' })
  @Property({ type: 'timestamptz' })
  lastUsedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When a factor is asked for again.' })
  @Property({ type: 'timestamptz' })
  expiresAt!: Date;

  @Field(() => String, { nullable: true, description: 'What the device called itself.' })
  @Property({ type: 'text', nullable: true })
  userAgent!: string | null;
}
