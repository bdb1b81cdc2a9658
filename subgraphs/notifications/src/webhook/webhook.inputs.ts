import { optionalLine } from '@emporium/graphql/input/single-line';
import { ForwardPageArgs } from '@emporium/graphql/paging';
import { DateTimeScalar, UrlScalar } from '@emporium/graphql/scalars';
import { ArgsType, Directive, Field, ID, InputType, Int } from 'type-graphql';
import { z } from 'zod';
import { eventFilter } from './event-filter.js';
import { WebhookDeliveryState } from './webhook-delivery.entity.js';

const KEY =
  'Made by the client for this one action; a repeat with the same key acts once. A secret is shown only the first time.';
const EVENTS = 'Names of events, groups such as `order.*`, or `*`.';

export const newEndpoint = z.object({
  url: z.string(),
  events: eventFilter,
  description: optionalLine('The description', 200),
  isActive: z.boolean().nullish(),
  isCustomerNamed: z.boolean().nullish(),
});
export const endpointChanges = newEndpoint.extend({
  url: z.string().nullish(),
  events: eventFilter.nullish(),
});

@Directive('@tag(name: "admin")')
@InputType('WebhookEndpointCreateInput', { description: 'A new webhook endpoint.' })
export class WebhookEndpointCreateInput {
  @Field(() => UrlScalar, {
    description: 'Where events are posted: https, port 443 or 8443, on the public internet.',
  })
  url!: string;
  @Field(() => [String], { description: EVENTS })
  events!: string[];
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Post events to it; left out = true.' })
  isActive?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Name the customer of an order by id; left out = false.',
  })
  isCustomerNamed?: boolean | null;
}

@Directive('@tag(name: "admin")')
@InputType('WebhookEndpointUpdateInput', {
  description: 'What changes of a webhook endpoint; what is left out stays.',
})
export class WebhookEndpointUpdateInput {
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Where events are posted, those that wait included.',
  })
  url?: string | null;
  @Field(() => [String], { nullable: true, description: `${EVENTS} From now on.` })
  events?: string[] | null;
  @Field(() => String, { nullable: true, description: 'What it is for; null removes it.' })
  description?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Post events to it. While it is off events are kept, to be replayed.',
  })
  isActive?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Name the customer of an order by id.' })
  isCustomerNamed?: boolean | null;
}

@ArgsType()
export class WebhookEndpointCreateArgs {
  @Field(() => WebhookEndpointCreateInput, { description: 'The endpoint.' })
  input!: WebhookEndpointCreateInput;
  @Field(() => ID, { nullable: true, description: KEY })
  idempotencyKey?: string | null;
}

@ArgsType()
export class WebhookEndpointUpdateArgs {
  @Field(() => ID, { description: 'The endpoint.' })
  id!: string;
  @Field(() => WebhookEndpointUpdateInput, { description: 'What changes.' })
  input!: WebhookEndpointUpdateInput;
  @Field(() => Int, { description: 'Version that you read.' })
  expectedVersion!: number;
}

@ArgsType()
export class WebhookSecretRotateArgs {
  @Field(() => ID, { description: 'The endpoint.' })
  id!: string;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Stop signing with the present secret at once, because it leaked; left out = it is signed with for 24 hours more.',
  })
  endPrevious?: boolean | null;
  @Field(() => ID, { nullable: true, description: KEY })
  idempotencyKey?: string | null;
}

@ArgsType()
export class WebhookDeliveryReplayArgs {
  @Field(() => [ID], { description: 'The deliveries, up to 100.' })
  ids!: string[];
}

@ArgsType()
export class WebhookEndpointReplayArgs {
  @Field(() => ID, { description: 'The endpoint.' })
  id!: string;
  @Field(() => DateTimeScalar, { description: 'Events that happened then or later.' })
  fromAt!: Date;
  @Field(() => DateTimeScalar, { description: 'Events that happened before; at most 31 days on.' })
  toAt!: Date;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Send those that were delivered, too; left out = only what it has not got.',
  })
  hasDelivered?: boolean | null;
}

@Directive('@tag(name: "admin")')
@InputType('WebhookDeliveryWhere', { description: 'Which deliveries.' })
export class WebhookDeliveryWhere {
  @Field(() => [WebhookDeliveryState], { nullable: true, description: 'In one of these states.' })
  state?: WebhookDeliveryState[] | null;
  @Field(() => String, { nullable: true, description: 'Of this event, e.g. `order.paid`.' })
  event?: string | null;
}

@ArgsType()
export class WebhookDeliveriesArgs extends ForwardPageArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'Number of items, 1 to 100.' })
  override first?: number | null;
  @Field(() => WebhookDeliveryWhere, { nullable: true, description: 'Only these.' })
  where?: WebhookDeliveryWhere | null;
}
