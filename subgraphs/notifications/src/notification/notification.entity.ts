import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-ntf")')
@ObjectType('Notification', {
  implements: Node,
  description: 'Something that happened and that a person may want to know.',
})
@Entity({ tableName: 'notification' })
export class Notification extends Node {
  @Field(() => ID, { description: 'Notification id, `ntf_…`.' })
  @PrimaryKey({ type: 'text' })
  override id!: string;

  @Property({ type: 'text' })
  eventId!: string;

  /** Null: for everybody. */
  @Property({ type: 'text', nullable: true })
  userId!: string | null;

  @Field(() => String, {
    description:
      'What happened: ORDER_CREATED, ORDER_PAID, ORDER_PROCESSING, ORDER_SHIPPED, ORDER_DELIVERED, ORDER_CANCELLED, ORDER_EDITED, PAYMENT_FAILED, PAYMENT_REFUNDED, RETURN_REQUESTED, RETURN_APPROVED, RETURN_DECLINED, RETURN_RECEIVED, RETURN_REFUNDED, RETURN_CLOSED, PRODUCT_CREATED. More kinds may come.',
  })
  @Property({ type: 'text' })
  kind!: string;

  @Property({ type: 'text', nullable: true })
  orderId!: string | null;

  @Property({ type: 'text', nullable: true })
  productId!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the user read it.' })
  @Property({ type: 'timestamptz', nullable: true })
  readAt!: Date | null;
}
