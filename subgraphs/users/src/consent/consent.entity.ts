import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export enum ConsentKind {
  MARKETING = 'MARKETING',
  TERMS = 'TERMS',
}
registerEnumType(ConsentKind, {
  name: 'ConsentKind',
  description: 'What a person agrees to.',
  valuesConfig: {
    MARKETING: { description: 'Mails that advertise; may be withdrawn at any time.' },
    TERMS: { description: 'Terms of the shop in some version.' },
  },
});

@ObjectType('Consent', {
  description:
    'That a person agreed to something, or withdrew it. It is never changed: the newest of a kind counts.',
})
@Entity({ tableName: 'consent' })
export class Consent {
  [OptionalProps]?: 'at';

  @Field(() => ID, { description: 'Id of the record.' })
  @PrimaryKey({ type: 'text' })
  id!: string;

  @Property({ type: 'text' })
  userId!: string;

  @Field(() => ConsentKind, { description: 'What it is about.' })
  @Property({ type: 'text' })
  kind!: ConsentKind;

  @Field(() => String, { description: 'Version of the text that the person saw.' })
  @Property({ type: 'text' })
  textVersion!: string;

  @Field(() => Boolean, { description: 'True: agreed. False: withdrawn.' })
  @Property({ type: 'boolean' })
  isGranted!: boolean;

  @Field(() => DateTimeScalar, { name: 'recordedAt', description: 'When.' })
  @Property({ type: 'timestamptz' })
  at!: Date;
}
