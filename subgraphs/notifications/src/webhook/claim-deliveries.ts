import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { lockEndpoint } from './lock-endpoint.js';
import { PING } from './public-events.js';
import type { BodyParts } from './webhook-body.js';
import { WebhookDeliveryState } from './webhook-delivery.entity.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';

/** Requests to one endpoint at the same time, by all instances together. */
export const MAX_IN_FLIGHT = 4;
/** Longer than an attempt with everything around it: then its sender has died. */
const LEASE = '60 seconds';

/** An attempt that this process makes and nobody else. */
export interface ClaimedDelivery extends BodyParts {
  id: string;
  eventId: string;
  attempts: number;
  earlierAttempts: number;
  giveUpAt: Date;
  traceparent: string | null;
  endpoint: Pick<WebhookEndpoint, 'id' | 'url' | 'secrets' | 'isCustomerNamed'>;
}

/** Takes due deliveries of an endpoint for this process, the oldest first. */
export function claimDeliveries(ctx: Ctx, endpointId: string): Promise<ClaimedDelivery[]> {
  return inTransaction(ctx, async () => {
    // Instances that claim for one endpoint come one after the other, so that they count rightly.
    const endpoint = await lockEndpoint(ctx, endpointId);
    if (!endpoint) return [];
    const { inFlight } = await query(ctx)
      .selectFrom('WebhookDelivery')
      .where('endpointId', '=', endpointId)
      .where('state', '=', WebhookDeliveryState.PENDING)
      .where('leaseUntil', '>', sql<Date>`now()`)
      .select((eb) => eb.fn.countAll<number>().as('inFlight'))
      .executeTakeFirstOrThrow();
    const free = MAX_IN_FLIGHT - Number(inFlight);
    if (free <= 0) return [];
    const claimed = await query(ctx)
      .with('due', (db) =>
        db
          .selectFrom('WebhookDelivery as w')
          .select('w.id')
          .where('w.endpointId', '=', endpointId)
          .where('w.state', '=', WebhookDeliveryState.PENDING)
          .where('w.dueAt', '<=', ctx.now())
          .where(sql<boolean>`(w.lease_until is null or w.lease_until <= now())`)
          .$if(!endpoint.isActive, (pings) => pings.where('w.type', '=', PING))
          .orderBy('w.dueAt')
          .orderBy('w.id')
          .limit(free)
          .forUpdate('w')
          .skipLocked(),
      )
      .updateTable('WebhookDelivery as d')
      .from('due')
      .innerJoin('WebhookEvent as e', (join) => join.onTrue())
      .set((eb) => ({
        attempts: eb('d.attempts', '+', 1),
        lastAttemptAt: ctx.now(),
        leaseUntil: sql<Date>`now() + ${LEASE}::interval`,
      }))
      .whereRef('d.id', '=', 'due.id')
      .whereRef('e.id', '=', 'd.eventId')
      .returning([
        ...(['d.id', 'd.eventId', 'd.attempts', 'd.earlierAttempts', 'd.giveUpAt'] as const),
        ...(['d.traceparent', 'e.type', 'e.occurredAt', 'e.data', 'e.customerId'] as const),
      ])
      .execute();
    return claimed.map((delivery) => ({ ...delivery, endpoint })) as ClaimedDelivery[];
  });
}
