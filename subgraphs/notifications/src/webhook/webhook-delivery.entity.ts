import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum WebhookDeliveryState {
  PENDING = 'PENDING',
  DELIVERED = 'DELIVERED',
  FAILED = 'FAILED',
}
registerEnumType(WebhookDeliveryState, {
  name: 'WebhookDeliveryState',
  description: 'How a delivery stands.',
  valuesConfig: {
    PENDING: { description: 'It is sent, or sent again, when it is due.' },
    DELIVERED: { description: 'The endpoint answered with a status of 200 to 299.' },
    FAILED: { description: 'It was given up; replay it when the endpoint works again.' },
  },
});

@Directive('@key(fields: "id")')
@Directive('@tag(name: "admin")')
@Directive('@tag(name: "id-whd")')
@ObjectType('WebhookDelivery', {
  implements: Node,
  description: 'One event on its way to one endpoint.',
})
@Entity({ tableName: 'webhook_delivery' })
export class WebhookDelivery extends Node {
  [OptionalProps]?: 'state' | 'attempts' | 'earlierAttempts';

  @Field(() => ID, { description: 'Delivery id, `whd_…`.' })
  @PrimaryKey({ type: 'text' })
  override id!: string;

  @Property({ type: 'text' })
  endpointId!: string;

  @Field(() => ID, {
    description: 'Id of the event: the header `webhook-id`, the same in every attempt and replay.',
  })
  @Property({ type: 'text' })
  eventId!: string;

  @Field(() => String, { description: 'Name of the event, e.g. `order.paid`.' })
  @Property({ type: 'text' })
  type!: string;

  @Field(() => WebhookDeliveryState, { description: 'How it stands.' })
  @Property({ type: 'text' })
  state!: WebhookDeliveryState;

  @Field(() => Int, { description: 'Attempts so far, replays included.' })
  @Property({ type: 'integer' })
  attempts!: number;

  /** Attempts before the last replay. */
  @Property({ type: 'integer' })
  earlierAttempts!: number;

  @Property({ type: 'timestamptz' })
  dueAt!: Date;

  /** When the last attempt of this round is made. */
  @Property({ type: 'timestamptz' })
  giveUpAt!: Date;

  /** Until then it belongs to the instance that sends it, by the database's clock. */
  @Property({ type: 'timestamptz', nullable: true })
  leaseUntil!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the last attempt began.' })
  @Property({ type: 'timestamptz', nullable: true })
  lastAttemptAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was delivered.' })
  @Property({ type: 'timestamptz', nullable: true })
  deliveredAt!: Date | null;

  @Field(() => Int, { nullable: true, description: 'HTTP status of the last answer, if any.' })
  @Property({ type: 'integer', nullable: true })
  responseStatus!: number | null;

  @Field(() => String, { nullable: true, description: 'Why the last attempt failed.' })
  @Property({ type: 'text', nullable: true })
  error!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long the last attempt took, in milliseconds.',
  })
  @Property({ type: 'integer', nullable: true })
  durationMs!: number | null;

  /** W3C traceparent of the event, so that sending it belongs to the same trace. */
  @Property({ type: 'text', nullable: true })
  traceparent!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was queued first.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
