import { newId } from '@emporium/db/new-id';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { noEndpoint, loadDeliveries } from './find-webhooks.js';
import { lockEndpoint } from './lock-endpoint.js';
import { PING } from './public-events.js';
import { queueDeliveries } from './record-event.js';
import { WebhookDeliveryState, type WebhookDelivery } from './webhook-delivery.entity.js';
import type { DeliveryAnswer } from './webhook.payload.js';

/**
 * Sends a test message to an endpoint, also to one that is switched off: once, within seconds. How
 * it went stands in the delivery.
 */
export async function pingEndpoint(ctx: Ctx, endpointId: string): Promise<DeliveryAnswer> {
  return inTransaction(ctx, async () => {
    if (!(await lockEndpoint(ctx, endpointId))) throw noEndpoint();
    const waiting = await query(ctx)
      .selectFrom('WebhookDelivery')
      .select('id')
      .where('endpointId', '=', endpointId)
      .where('type', '=', PING)
      .where('state', '=', WebhookDeliveryState.PENDING)
      .executeTakeFirst();
    if (waiting)
      throw new Rejection(
        invalidInput(`A ping is on its way (delivery ${waiting.id}): wait for its outcome.`, [
          'id',
        ]),
      );
    const eventId = newId('evt');
    await query(ctx)
      .insertInto('WebhookEvent')
      .values({
        ...{ id: eventId, type: PING, data: { endpointId }, customerId: null },
        ...{ occurredAt: ctx.now(), recordedAt: sql<Date>`clock_timestamp()` },
      })
      .execute();
    await queueDeliveries(ctx, [{ endpointId, eventId, type: PING }]);
    const { id } = await query(ctx)
      .selectFrom('WebhookDelivery')
      .select('id')
      .where('eventId', '=', eventId)
      .executeTakeFirstOrThrow();
    const deliveries = (await loadDeliveries(ctx, [id])) as WebhookDelivery[];
    return { deliveries, queuedCount: 1 };
  });
}
