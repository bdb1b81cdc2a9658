import { overRanges } from '@emporium/platform/in-ranges';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { Ctx, NotificationServices } from '../context.js';
import { query } from '../tables.js';
import { isWanted } from '../webhook/event-filter.js';

/**
 * No event is lost on its way to an endpoint: what was recorded while an active endpoint wanted it
 * has a delivery. When both happened is told by one clock behind one lock (lockEndpoints), so no
 * event under way is mistaken for a lost one.
 */
export const webhookDeliveries: InvariantCheck<NotificationServices> = {
  id: 'I32',
  title: 'every event has a delivery for each endpoint that wants it',
  run: overRanges(lastEvent, async (ctx, { after, upTo }) => {
    const missing = await query(ctx)
      .selectFrom('WebhookEvent as e')
      .innerJoin('WebhookEndpoint as p', (join) =>
        join.on('p.isActive', '=', true).on(sql<boolean>`e.recorded_at > p.subscribed_since`),
      )
      .leftJoin('WebhookDelivery as d', (join) =>
        join.onRef('d.eventId', '=', 'e.id').onRef('d.endpointId', '=', 'p.id'),
      )
      .select(['e.id', 'e.type', 'p.id as endpointId', 'p.events'])
      .where('e.id', '>', after)
      .where('e.id', '<=', upTo)
      .where('d.id', 'is', null)
      .execute();
    return missing
      .filter(({ events, type }) => isWanted(events, type))
      .map(
        ({ id, type, endpointId }) =>
          `event ${id} (${type}) was never queued for endpoint ${endpointId}; replay its time with webhookEndpointReplay`,
      );
  }),
};

async function lastEvent(ctx: Ctx, after: string, size: number): Promise<string | null> {
  const { last } = await query(ctx)
    .selectFrom((db) =>
      db
        .selectFrom('WebhookEvent')
        .select('id')
        .where('id', '>', after)
        .orderBy('id')
        .limit(size)
        .as('next'),
    )
    .select((eb) => eb.fn.max('next.id').as('last'))
    .executeTakeFirstOrThrow();
  return last ?? null;
}
