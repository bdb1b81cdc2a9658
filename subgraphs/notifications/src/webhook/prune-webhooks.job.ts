import type { Job } from '@emporium/platform/define-subgraph';
import { settingsOf } from '@emporium/platform/config/settings';
import { sql } from 'kysely';
import { notificationsConfig } from '../config.js';
import type { NotificationServices } from '../context.js';
import { query } from '../tables.js';
import { WebhookDeliveryState } from './webhook-delivery.entity.js';

const BATCH = 1_000;

/**
 * Removes events older than WEBHOOK_LOG_DAYS with their deliveries, unless one still waits at an
 * endpoint that is switched on.
 */
export const pruneWebhooks: Job<NotificationServices> = {
  name: 'prune-webhooks',
  everyMs: 3_600_000,
  run: async (ctx) => {
    const { WEBHOOK_LOG_DAYS: days } = settingsOf(ctx.config, notificationsConfig);
    for (;;) {
      const { numDeletedRows } = await query(ctx)
        .deleteFrom('WebhookEvent')
        .where('id', 'in', (db) =>
          db
            .selectFrom('WebhookEvent as e')
            .select('e.id')
            .where('e.recordedAt', '<', sql<Date>`now() - make_interval(days => ${days})`)
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('WebhookDelivery as d')
                    .innerJoin('WebhookEndpoint as p', 'p.id', 'd.endpointId')
                    .select('d.id')
                    .whereRef('d.eventId', '=', 'e.id')
                    .where('d.state', '=', WebhookDeliveryState.PENDING)
                    .where('p.isActive', '=', true),
                ),
              ),
            )
            .limit(BATCH),
        )
        .executeTakeFirstOrThrow();
      if (Number(numDeletedRows) < BATCH) return;
    }
  },
};
