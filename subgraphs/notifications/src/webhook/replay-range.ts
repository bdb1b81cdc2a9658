import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { isWanted } from './event-filter.js';
import { endpointById, loadDeliveries } from './find-webhooks.js';
import { lockEndpoints } from './lock-endpoints.js';
import { queueDeliveries } from './record-event.js';
import { queueAgain } from './replay-deliveries.js';
import { WebhookDeliveryState, type WebhookDelivery } from './webhook-delivery.entity.js';
import type { WebhookEndpointReplayArgs } from './webhook.inputs.js';
import type { DeliveryAnswer } from './webhook.payload.js';

const MAX_MS = 31 * 24 * 3_600_000;
const MAX_EVENTS = 1_000;
const SHOWN = 100;

/**
 * Sends an endpoint the events of a time that it wants and has not got, also those from when it was
 * switched off or did not exist; with `hasDelivered` the others, too. Ids are those of the
 * events, so a receiver knows what it has seen.
 */
export async function replayRange(
  ctx: Ctx,
  { id: endpointId, fromAt: from, toAt: to, hasDelivered }: WebhookEndpointReplayArgs,
): Promise<DeliveryAnswer> {
  const length = to.getTime() - from.getTime();
  if (length <= 0 || length > MAX_MS)
    throw new Rejection(
      invalidInput('The time must end behind its start, at most 31 days later.', ['toAt']),
    );
  return inTransaction(ctx, async () => {
    await lockEndpoints(ctx, 'shared');
    const endpoint = await endpointById(ctx, endpointId);
    if (!endpoint.isActive)
      throw new Rejection(
        invalidInput('The endpoint is switched off: switch it on first.', ['id']),
      );
    const types = await query(ctx)
      .selectFrom('WebhookEvent')
      .select('type')
      .distinct()
      .where('occurredAt', '>=', from)
      .where('occurredAt', '<', to)
      .execute();
    const wanted = types.map(({ type }) => type).filter((type) => isWanted(endpoint.events, type));
    if (wanted.length === 0) return { deliveries: [], queuedCount: 0 };
    const events = await query(ctx)
      .selectFrom('WebhookEvent as e')
      .leftJoin('WebhookDelivery as d', (join) =>
        join.onRef('d.eventId', '=', 'e.id').on('d.endpointId', '=', endpointId),
      )
      .select(['e.id as eventId', 'e.type', 'd.id', 'd.state'])
      .where('e.occurredAt', '>=', from)
      .where('e.occurredAt', '<', to)
      .where('e.type', 'in', wanted)
      .$if(!hasDelivered, (open) =>
        open.where(({ eb, or }) =>
          or([eb('d.state', 'is', null), eb('d.state', '<>', WebhookDeliveryState.DELIVERED)]),
        ),
      )
      .orderBy('e.occurredAt')
      .orderBy('e.id')
      .limit(MAX_EVENTS + 1)
      .execute();
    if (events.length > MAX_EVENTS)
      throw new Rejection(
        invalidInput(`These are more than ${MAX_EVENTS} events: take a shorter time.`, ['toAt']),
      );
    const fresh = events.filter(({ id }) => id === null);
    if (fresh.length > 0)
      await queueDeliveries(
        ctx,
        fresh.map(({ eventId, type }) => ({ endpointId, eventId, type })),
      );
    const known = events.flatMap(({ id }) => id ?? []);
    if (known.length > 0) await queueAgain(ctx, known.toSorted());
    return { deliveries: await shown(ctx, endpointId, events), queuedCount: events.length };
  });
}

async function shown(
  ctx: Ctx,
  endpointId: string,
  events: readonly { eventId: string }[],
): Promise<WebhookDelivery[]> {
  const eventIds = events.slice(0, SHOWN).map(({ eventId }) => eventId);
  if (eventIds.length === 0) return [];
  const rows = await query(ctx)
    .selectFrom('WebhookDelivery')
    .select(['id', 'eventId'])
    .where('endpointId', '=', endpointId)
    .where('eventId', 'in', eventIds)
    .execute();
  const byEvent = new Map(rows.map(({ id, eventId }) => [eventId, id]));
  const ids = eventIds.flatMap((eventId) => byEvent.get(eventId) ?? []);
  return (await loadDeliveries(ctx, ids)) as WebhookDelivery[];
}
