import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { versionConflict } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { checkEndpointUrl } from './check-endpoint-url.js';
import { endpointById, noEndpoint } from './find-webhooks.js';
import { lockEndpoint } from './lock-endpoint.js';
import { lockEndpoints } from './lock-endpoints.js';
import { endpointChanges, type WebhookEndpointUpdateArgs } from './webhook.inputs.js';
import type { EndpointAnswer } from './webhook.payload.js';

/** Changes an endpoint. Switching it on forgets that it failed. */
export async function updateEndpoint(
  ctx: Ctx,
  { id, input, expectedVersion }: WebhookEndpointUpdateArgs,
): Promise<EndpointAnswer> {
  const changes = checked(endpointChanges, input, ['input']);
  const url = changes.url == null ? null : await checkEndpointUrl(ctx, changes.url);
  return inTransaction(ctx, async () => {
    await lockEndpoints(ctx, 'exclusive');
    const endpoint = await lockEndpoint(ctx, id);
    if (!endpoint) throw noEndpoint();
    if (endpoint.version !== expectedVersion)
      throw new Rejection(versionConflict(endpoint.version));
    const isActive = changes.isActive ?? endpoint.isActive;
    const events = changes.events ?? endpoint.events;
    const isOtherSubscription =
      isActive !== endpoint.isActive || events.join() !== endpoint.events.join();
    await query(ctx)
      .updateTable('WebhookEndpoint')
      .set({
        ...{ isActive, events, url: url ?? endpoint.url, updatedAt: ctx.now() },
        description: changes.description === undefined ? endpoint.description : changes.description,
        isCustomerNamed: changes.isCustomerNamed ?? endpoint.isCustomerNamed,
        version: endpoint.version + 1,
        ...(isOtherSubscription ? { subscribedSince: sql<Date>`clock_timestamp()` } : {}),
        ...(isActive && !endpoint.isActive
          ? { failures: 0, firstFailedAt: null, switchedOffAt: null }
          : {}),
      })
      .where('id', '=', id)
      .execute();
    return { webhookEndpoint: await endpointById(ctx, id) };
  });
}
