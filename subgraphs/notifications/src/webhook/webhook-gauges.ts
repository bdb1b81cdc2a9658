import type { GaugeOf } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { Ctx, NotificationServices } from '../context.js';
import { query } from '../tables.js';
import { WebhookDeliveryState } from './webhook-delivery.entity.js';

/** How webhooks fare. What waits for endpoints that are switched off is not counted. */
export const webhookGauges: GaugeOf<NotificationServices>[] = [
  {
    name: 'emporium_webhooks_queued',
    help: 'Webhook deliveries that are not delivered yet, those that wait for another attempt included.',
    read: async (ctx) => {
      const { count } = await waiting(ctx)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  },
  {
    name: 'emporium_webhooks_failed_24h',
    help: 'Webhook deliveries that were given up in the last 24 hours.',
    read: async (ctx) => {
      const { count } = await query(ctx)
        .selectFrom('WebhookDelivery')
        .where('state', '=', WebhookDeliveryState.FAILED)
        .where('lastAttemptAt', '>', sql<Date>`now() - interval '24 hours'`)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  },
  {
    name: 'emporium_webhooks_oldest_age_seconds',
    help: 'Age of the oldest webhook delivery that is not delivered yet.',
    read: async (ctx) => {
      const { age } = await waiting(ctx)
        .select(
          sql<number>`coalesce(extract(epoch from now() - min(d.created_at)), 0)::float8`.as('age'),
        )
        .executeTakeFirstOrThrow();
      return Math.max(0, Number(age));
    },
  },
  {
    name: 'emporium_webhook_endpoints_switched_off',
    help: 'Webhook endpoints that the shop has switched off because they failed.',
    read: async (ctx) => {
      const { count } = await query(ctx)
        .selectFrom('WebhookEndpoint')
        .where('switchedOffAt', 'is not', null)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  },
];

const waiting = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('WebhookDelivery as d')
    .innerJoin('WebhookEndpoint as e', 'e.id', 'd.endpointId')
    .where('d.state', '=', WebhookDeliveryState.PENDING)
    .where('e.isActive', '=', true);
