import { assumedListSize } from '@emporium/graphql/list-size';
import { DateTimeScalar, UrlScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType('FulfillmentLine', { description: 'Units of an order line in a parcel.' })
@Entity({ tableName: 'fulfillment_line' })
export class FulfillmentLine {
  @PrimaryKey({ type: 'text' })
  fulfillmentId!: string;
  @Field(() => ID, { description: 'The order line.' })
  @PrimaryKey({ type: 'text' })
  orderLineId!: string;
  @Field(() => Int, { description: 'Units.' })
  @Property({ type: 'integer' })
  quantity!: number;
}

@Directive('@key(fields: "id")')
@ObjectType('Fulfillment', { description: 'A parcel of an order.' })
@Entity({ tableName: 'fulfillment' })
export class Fulfillment {
  [OptionalProps]?: 'version';

  @Field(() => ID, { description: 'Id of the parcel.' })
  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
  @Field(() => Int, { description: 'Counts the changes; goes into expectedVersion.' })
  @Property({ type: 'integer' })
  version!: number;
  @Field(() => String, { nullable: true, description: 'Carrier.' })
  @Property({ type: 'text', nullable: true })
  carrier!: string | null;
  @Field(() => String, { nullable: true, description: "The carrier's number." })
  @Property({ type: 'text', nullable: true })
  trackingNumber!: string | null;
  @Field(() => UrlScalar, { nullable: true, description: 'Where the parcel can be followed.' })
  @Property({ type: 'text', nullable: true })
  trackingUrl!: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it left.' })
  @Property({ type: 'timestamptz', nullable: true })
  shippedAt!: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it arrived.' })
  @Property({ type: 'timestamptz', nullable: true })
  deliveredAt!: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was called off: it was a mistake and never left.',
  })
  @Property({ type: 'timestamptz', nullable: true })
  cancelledAt!: Date | null;
  @Directive(assumedListSize(5))
  @Field(() => [FulfillmentLine], { description: 'What is in it.' })
  readonly lines!: readonly FulfillmentLine[];
}
