import { assumedListSize } from '@emporium/graphql/list-size';
import type { Answer } from '@emporium/graphql/as-payload';
import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  NotFoundError,
  type UserError,
  userErrorUnion,
  VersionConflictError,
} from '@emporium/graphql/user-errors';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';

export const WebhookError = userErrorUnion(
  'WebhookError',
  [InvalidInputError, NotFoundError, VersionConflictError, IdempotencyKeyReusedError],
  'What can go wrong with webhooks.',
);

@Directive('@tag(name: "admin")')
@ObjectType('WebhookEndpointPayload', {
  description: 'Answer of a mutation that changes a webhook endpoint.',
})
export class WebhookEndpointPayload {
  @Field(() => WebhookEndpoint, {
    nullable: true,
    description: 'The endpoint after the change; null when it was deleted.',
  })
  webhookEndpoint?: WebhookEndpoint | null;
  @Field(() => String, {
    nullable: true,
    description: 'The new signing secret. It is shown this once: put it into the receiver now.',
  })
  secret?: string | null;
  @Field(() => ID, { nullable: true, description: 'Id of the endpoint that was deleted.' })
  deletedId?: string | null;
  @Field(() => [WebhookError], { description: 'Expected failures; empty when it worked.' })
  userErrors!: UserError[];
}

@Directive('@tag(name: "admin")')
@ObjectType('WebhookDeliveryPayload', { description: 'Answer of a mutation that sends something.' })
export class WebhookDeliveryPayload {
  @Directive(assumedListSize(20))
  @Field(() => [WebhookDelivery], {
    nullable: true,
    description: 'What is sent now; of a range the first 100, the oldest events first.',
  })
  deliveries?: WebhookDelivery[] | null;
  @Field(() => Int, { nullable: true, description: 'How many deliveries are sent.' })
  queuedCount?: number | null;
  @Field(() => [WebhookError], { description: 'Expected failures; empty when it worked.' })
  userErrors!: UserError[];
}

@Directive('@tag(name: "admin")')
@ObjectType('WebhookEventType', { description: 'A kind of event that endpoints can get.' })
export class WebhookEventType {
  @Field(() => String, { description: 'Name, for the filter of an endpoint.' })
  name!: string;
  @Field(() => String, { description: 'When it is sent.' })
  description!: string;
  @Field(() => [String], { description: 'Fields of `data` in its body.' })
  fields!: readonly string[];
}

/** What a use case returns that changes an endpoint, or sends something. */
export type EndpointAnswer = Answer<WebhookEndpointPayload>;
export type DeliveryAnswer = Answer<WebhookDeliveryPayload>;
