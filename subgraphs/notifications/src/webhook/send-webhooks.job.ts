import type { Job } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { Ctx, NotificationServices } from '../context.js';
import { query } from '../tables.js';
import { PING } from './public-events.js';
import { sendToEndpoint } from './send-to-endpoint.js';
import { WebhookDeliveryState } from './webhook-delivery.entity.js';

/** Starts a lane for every endpoint that something is due for, and does not wait for any. */
export const sendWebhooks: Job<NotificationServices> = {
  name: 'send-webhooks',
  everyMs: 2_000,
  run: async (ctx) => {
    for (const { id } of await endpointsWithWork(ctx))
      ctx.services.webhooks.lanes.start(id, (isStopping) => sendToEndpoint(ctx, id, isStopping));
  },
};

/** There are few endpoints, so each is asked by itself, whatever waits for the others. */
function endpointsWithWork(ctx: Ctx) {
  return query(ctx)
    .selectFrom('WebhookEndpoint as e')
    .select('e.id')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('WebhookDelivery as d')
          .select('d.id')
          .whereRef('d.endpointId', '=', 'e.id')
          .where('d.state', '=', WebhookDeliveryState.PENDING)
          .where('d.dueAt', '<=', ctx.now())
          .where(({ eb, or }) =>
            or([eb('d.leaseUntil', 'is', null), eb('d.leaseUntil', '<=', sql<Date>`now()`)]),
          )
          .where(({ eb, or }) => or([eb('e.isActive', '=', true), eb('d.type', '=', PING)])),
      ),
    )
    .execute();
}
