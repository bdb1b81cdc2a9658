import type { Envelope } from '@emporium/bus/envelope';
import { newId } from '@emporium/db/new-id';
import { currentTraceparent } from '@emporium/telemetry/current-traceparent';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { isWanted } from './event-filter.js';
import { lockEndpoints } from './lock-endpoints.js';
import { giveUpAfter } from './retry-plan.js';

/** What endpoints are told of an event. */
export interface Told {
  type: string;
  data: Record<string, unknown>;
  customerId?: string | null;
}

/**
 * Queues an event for every active endpoint that wants it, once per event and endpoint, in the
 * consumer's transaction. What only switched off endpoints want is kept, too, to be replayed.
 */
export async function recordEvent(
  ctx: Ctx,
  { id, time }: Pick<Envelope, 'id' | 'time'>,
  { type, data, customerId = null }: Told,
): Promise<void> {
  await lockEndpoints(ctx, 'shared');
  const endpoints = await query(ctx)
    .selectFrom('WebhookEndpoint')
    .select(['id', 'events', 'isActive'])
    .execute();
  const wanting = endpoints.filter(({ events }) => isWanted(events, type));
  if (wanting.length === 0) return;
  await query(ctx)
    .insertInto('WebhookEvent')
    .values({
      ...{ id, type, data, customerId, occurredAt: new Date(time) },
      recordedAt: sql<Date>`clock_timestamp()`,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const active = wanting.filter(({ isActive }) => isActive);
  if (active.length > 0)
    await queueDeliveries(
      ctx,
      active.map((endpoint) => ({ endpointId: endpoint.id, eventId: id, type })),
    );
}

/** Queues events for endpoints; what is queued already stays as it is. */
export async function queueDeliveries(
  ctx: Ctx,
  deliveries: readonly { endpointId: string; eventId: string; type: string }[],
): Promise<void> {
  const now = ctx.now();
  const common = {
    dueAt: now,
    giveUpAt: giveUpAfter(now),
    createdAt: now,
    traceparent: currentTraceparent() ?? null,
  };
  await query(ctx)
    .insertInto('WebhookDelivery')
    .values(deliveries.map((delivery) => ({ id: newId('whd'), ...delivery, ...common })))
    .onConflict((conflict) => conflict.columns(['endpointId', 'eventId']).doNothing())
    .execute();
}
