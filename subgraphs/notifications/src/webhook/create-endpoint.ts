import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { once } from '@emporium/platform/once';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { checkEndpointUrl } from './check-endpoint-url.js';
import { endpointById } from './find-webhooks.js';
import { lockEndpoints } from './lock-endpoints.js';
import { newSecret } from './webhook-secret.js';
import { newEndpoint, type WebhookEndpointCreateArgs } from './webhook.inputs.js';
import type { EndpointAnswer } from './webhook.payload.js';

/** Endpoints are listed without pages, and every event is compared with all of them. */
export const MAX_ENDPOINTS = 50;

/** Registers an endpoint. Its secret is part of this answer and of no other. */
export async function createEndpoint(
  ctx: Ctx,
  { input, idempotencyKey: key }: WebhookEndpointCreateArgs,
): Promise<EndpointAnswer> {
  const { events, description, isActive, isCustomerNamed, ...given } = checked(newEndpoint, input, [
    'input',
  ]);
  const url = await checkEndpointUrl(ctx, given.url);
  let secret: string | null = null;
  const call = { operation: 'webhookEndpointCreate', key, request: { ...input } };
  const { id } = await once(ctx, call, async () => {
    await lockEndpoints(ctx, 'exclusive');
    const { count } = await query(ctx)
      .selectFrom('WebhookEndpoint')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_ENDPOINTS)
      throw new Rejection(
        invalidInput(
          `A shop has at most ${MAX_ENDPOINTS} webhook endpoints: delete one that is not needed.`,
        ),
      );
    secret = newSecret();
    const now = ctx.now();
    const values = {
      ...{ id: newId('whk'), url, events, description: description ?? null },
      ...{ isActive: isActive ?? true, isCustomerNamed: isCustomerNamed ?? false },
      ...{ secrets: [{ secret, until: null }], createdAt: now, updatedAt: now },
      subscribedSince: sql<Date>`clock_timestamp()`,
    };
    await query(ctx).insertInto('WebhookEndpoint').values(values).execute();
    return { id: values.id };
  });
  return { webhookEndpoint: await endpointById(ctx, id), secret };
}
