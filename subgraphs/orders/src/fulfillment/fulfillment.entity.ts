import { DateTimeScalar, UrlScalar } from '@emporium/graphql/scalars';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Fulfillment', { description: 'A parcel of an order.' })
@Entity({ tableName: 'fulfillment' })
export class Fulfillment {
  @Field(() => ID, { description: 'Id of the parcel.' })
  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
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
}
