import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@tag(name: "admin")')
@ObjectType('OrderNote', { description: 'What staff wrote about an order; buyers never see it.' })
@Entity({ tableName: 'order_note' })
export class OrderNote {
  [OptionalProps]?: 'createdAt';

  @Field(() => ID, { description: 'Id of the note.' })
  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
  @Field(() => String, { description: 'The text.' })
  @Property({ type: 'text' })
  text!: string;
  @Field(() => String, { description: 'Who wrote it: `staff:<id>`.' })
  @Property({ type: 'text' })
  actor!: string;
  @Field(() => DateTimeScalar, { description: 'When.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
