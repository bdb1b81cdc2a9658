import { batchByKey } from '@emporium/graphql/batch-by-key';
import { assumedListSize, connectionListSize } from '@emporium/graphql/list-size';
import { connectionType } from '@emporium/graphql/paging';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  ID,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { listDeliveries } from './list-deliveries.js';
import { listEndpoints, loadBodies, loadDeliveries, loadEndpoints } from './find-webhooks.js';
import { PUBLIC_EVENTS } from './public-events.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { WebhookDeliveriesArgs } from './webhook.inputs.js';
import { WebhookEventType } from './webhook.payload.js';
import { secretsInForce } from './webhook-secret.js';

const READ = '@requiresScopes(scopes: [["read:webhook"]])';
const ADMIN = '@tag(name: "admin")';

const { Connection: WebhookDeliveryConnection } = connectionType(
  'WebhookDelivery',
  () => WebhookDelivery,
  { uncounted: true, directives: [ADMIN] },
);

@Resolver(() => WebhookEndpoint)
export class WebhookEndpointResolver {
  @Directive(READ)
  @Directive(ADMIN)
  @Directive(assumedListSize(10))
  @Query(() => [WebhookEndpoint], {
    nullable: true,
    description: 'All webhook endpoints (at most 50), the oldest first.',
  })
  webhookEndpoints(@Context() ctx: Ctx): Promise<WebhookEndpoint[]> {
    return listEndpoints(ctx);
  }

  @Directive(READ)
  @Directive(ADMIN)
  @Query(() => WebhookEndpoint, { nullable: true, description: 'A webhook endpoint by id.' })
  webhookEndpoint(
    @Arg('id', () => ID, { description: 'Endpoint id.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<WebhookEndpoint | null> {
    return batchByKey(ctx, loadEndpoints).load(id);
  }

  @Directive(READ)
  @Directive(ADMIN)
  @Query(() => WebhookDelivery, { nullable: true, description: 'A webhook delivery by id.' })
  webhookDelivery(
    @Arg('id', () => ID, { description: 'Delivery id.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<WebhookDelivery | null> {
    return batchByKey(ctx, loadDeliveries).load(id);
  }

  @Directive(READ)
  @Directive(ADMIN)
  @Directive(assumedListSize(20))
  @Query(() => [WebhookEventType], {
    nullable: true,
    description: 'Every kind of event that endpoints can get.',
  })
  webhookEventTypes(): WebhookEventType[] {
    return PUBLIC_EVENTS.map((event) => Object.assign(new WebhookEventType(), event));
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'Until when messages are signed with previous secrets, too; null when with the present one alone.',
  })
  previousSecretExpiresAt(@Root() { secrets }: WebhookEndpoint, @Context() ctx: Ctx): Date | null {
    const ends = secretsInForce(secrets, ctx.now()).flatMap(({ until }) => until ?? []);
    return ends.length > 0 ? new Date(ends.toSorted().at(-1)!) : null;
  }

  // Who holds an endpoint has read:webhook, or may change it.
  @Directive(connectionListSize(20))
  @FieldResolver(() => WebhookDeliveryConnection, {
    nullable: true,
    description: 'What it was sent, the newest first, for as long as the log is kept.',
  })
  deliveries(
    @Root() endpoint: WebhookEndpoint,
    @Args(() => WebhookDeliveriesArgs) args: WebhookDeliveriesArgs,
    @Context() ctx: Ctx,
  ) {
    return listDeliveries(ctx, endpoint.id, args);
  }
}

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryResolver {
  @FieldResolver(() => WebhookEndpoint, { nullable: true, description: 'Where it goes.' })
  endpoint(
    @Root() delivery: WebhookDelivery,
    @Context() ctx: Ctx,
  ): Promise<WebhookEndpoint | null> {
    return batchByKey(ctx, loadEndpoints).load(delivery.endpointId);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'When it is sent or sent again; null when that is over.',
  })
  nextAttemptAt(@Root() delivery: WebhookDelivery): Date | null {
    return delivery.state === 'PENDING' ? delivery.dueAt : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The body that is sent, as JSON.' })
  body(@Root() delivery: WebhookDelivery, @Context() ctx: Ctx): Promise<string | null> {
    return batchByKey(ctx, loadBodies).load(delivery.id);
  }
}
