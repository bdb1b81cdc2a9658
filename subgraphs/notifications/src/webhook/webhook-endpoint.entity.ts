import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar, UrlScalar } from '@emporium/graphql/scalars';
import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

/** A signing secret; the first of an endpoint has no end, those before it are signed with until theirs. */
export interface WebhookSecret {
  secret: string;
  /** RFC 3339; null = the one in force. */
  until: string | null;
}

@Directive('@key(fields: "id")')
@Directive('@tag(name: "admin")')
@Directive('@tag(name: "id-whk")')
@ObjectType('WebhookEndpoint', {
  implements: Node,
  description: 'An address of another system that the shop tells about events.',
})
@Entity({ tableName: 'webhook_endpoint' })
export class WebhookEndpoint extends Node {
  [OptionalProps]?: 'version' | 'failures';

  @Field(() => ID, { description: 'Endpoint id, `whk_…`.' })
  @PrimaryKey({ type: 'text' })
  override id!: string;

  @Field(() => UrlScalar, { description: 'Where events are posted.' })
  @Property({ type: 'text' })
  url!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, in words of the staff.' })
  @Property({ type: 'text', nullable: true })
  description!: string | null;

  @Field(() => [String], {
    description: 'Which events it gets: names, groups such as `order.*`, or `*`.',
  })
  @Property({ type: 'json' })
  events!: string[];

  @Field(() => Boolean, { description: 'Whether events are posted to it.' })
  @Property({ type: 'boolean' })
  isActive!: boolean;

  @Field(() => Boolean, {
    description: 'Whether events about orders name the customer by id; off unless asked for.',
  })
  @Property({ type: 'boolean' })
  isCustomerNamed!: boolean;

  @Property({ type: 'json' })
  secrets!: WebhookSecret[];

  @Field(() => Int, { description: 'Version for `expectedVersion`.' })
  @Property({ type: 'integer' })
  version!: number;

  /** Since when its filter has been in force without a pause, by the database's clock. */
  @Property({ type: 'timestamptz' })
  subscribedSince!: Date;

  @Field(() => Int, { description: 'Failed attempts since the last one that worked.' })
  @Property({ type: 'integer' })
  failures!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when nothing has been delivered although it was tried.',
  })
  @Property({ type: 'timestamptz', nullable: true })
  firstFailedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a delivery last worked.' })
  @Property({ type: 'timestamptz', nullable: true })
  lastDeliveredAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the shop switched it off because it failed for days or answered 410.',
  })
  @Property({ type: 'timestamptz', nullable: true })
  switchedOffAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When it was registered.' })
  @Property({ type: 'timestamptz' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When staff last changed it.' })
  @Property({ type: 'timestamptz' })
  updatedAt!: Date;
}
