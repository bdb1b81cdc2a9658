import { asPayload } from '@emporium/graphql/as-payload';
import { Arg, Args, Ctx as Context, Directive, ID, Mutation, Resolver } from 'type-graphql';
import type { Ctx } from '../context.js';
import { createEndpoint } from './create-endpoint.js';
import { deleteEndpoint } from './delete-endpoint.js';
import { pingEndpoint } from './ping-endpoint.js';
import { replayDeliveries } from './replay-deliveries.js';
import { replayRange } from './replay-range.js';
import { rotateSecret } from './rotate-secret.js';
import { updateEndpoint } from './update-endpoint.js';
import {
  WebhookDeliveryReplayArgs,
  WebhookEndpointCreateArgs,
  WebhookEndpointReplayArgs,
  WebhookEndpointUpdateArgs,
  WebhookSecretRotateArgs,
} from './webhook.inputs.js';
import { WebhookDeliveryPayload, WebhookEndpointPayload } from './webhook.payload.js';

const UPDATE = '@requiresScopes(scopes: [["update:webhook"]])';
const ADMIN = '@tag(name: "admin")';

@Resolver()
export class WebhookMutationsResolver {
  @Directive('@requiresScopes(scopes: [["create:webhook"]])')
  @Directive(ADMIN)
  @Mutation(() => WebhookEndpointPayload, {
    nullable: true,
    description: 'Registers a webhook endpoint; the answer shows its signing secret, this once.',
  })
  webhookEndpointCreate(
    @Args(() => WebhookEndpointCreateArgs) args: WebhookEndpointCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<WebhookEndpointPayload> {
    return asPayload(ctx, () => createEndpoint(ctx, args));
  }

  @Directive(UPDATE)
  @Directive(ADMIN)
  @Mutation(() => WebhookEndpointPayload, {
    nullable: true,
    description: 'Changes a webhook endpoint, or switches it on or off.',
  })
  webhookEndpointUpdate(
    @Args(() => WebhookEndpointUpdateArgs) args: WebhookEndpointUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<WebhookEndpointPayload> {
    return asPayload(ctx, () => updateEndpoint(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["delete:webhook"]])')
  @Directive(ADMIN)
  @Mutation(() => WebhookEndpointPayload, {
    nullable: true,
    description: 'Deletes a webhook endpoint with its log and with what waits for it.',
  })
  webhookEndpointDelete(
    @Arg('id', () => ID, { description: 'The endpoint.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<WebhookEndpointPayload> {
    return asPayload(ctx, () => deleteEndpoint(ctx, id));
  }

  @Directive(UPDATE)
  @Directive(ADMIN)
  @Mutation(() => WebhookEndpointPayload, {
    nullable: true,
    description:
      'Gives an endpoint a new signing secret; for 24 hours messages carry a signature of the previous one, too.',
  })
  webhookSecretRotate(
    @Args(() => WebhookSecretRotateArgs) args: WebhookSecretRotateArgs,
    @Context() ctx: Ctx,
  ): Promise<WebhookEndpointPayload> {
    return asPayload(ctx, () => rotateSecret(ctx, args));
  }

  @Directive(UPDATE)
  @Directive(ADMIN)
  @Mutation(() => WebhookDeliveryPayload, {
    nullable: true,
    description:
      'Sends the test event `webhook.ping` to an endpoint, once, also while it is switched off.',
  })
  webhookEndpointPing(
    @Arg('id', () => ID, { description: 'The endpoint.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<WebhookDeliveryPayload> {
    return asPayload(ctx, () => pingEndpoint(ctx, id));
  }

  @Directive(UPDATE)
  @Directive(ADMIN)
  @Mutation(() => WebhookDeliveryPayload, {
    nullable: true,
    description: 'Sends deliveries again, whatever became of them, with the same `webhook-id`.',
  })
  webhookDeliveryReplay(
    @Args(() => WebhookDeliveryReplayArgs) args: WebhookDeliveryReplayArgs,
    @Context() ctx: Ctx,
  ): Promise<WebhookDeliveryPayload> {
    return asPayload(ctx, () => replayDeliveries(ctx, args.ids));
  }

  @Directive(UPDATE)
  @Directive(ADMIN)
  @Mutation(() => WebhookDeliveryPayload, {
    nullable: true,
    description:
      'Sends an endpoint the events of a time (at most 31 days and 1000 events) that it has not got.',
  })
  webhookEndpointReplay(
    @Args(() => WebhookEndpointReplayArgs) args: WebhookEndpointReplayArgs,
    @Context() ctx: Ctx,
  ): Promise<WebhookDeliveryPayload> {
    return asPayload(ctx, () => replayRange(ctx, args));
  }
}
