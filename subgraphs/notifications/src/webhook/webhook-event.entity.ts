import { defineEntity, p } from '@mikro-orm/core';

/** An event that at least one endpoint wants, kept as long as its deliveries are. */
export const WebhookEvent = defineEntity({
  name: 'WebhookEvent',
  tableName: 'webhook_event',
  properties: {
    /** Id of the event on the bus, and of the message to every endpoint. */
    id: p.text().primary(),
    type: p.text(),
    occurredAt: p.datetime().columnType('timestamptz'),
    /** By the database's clock, in the lock that orders it with changes of endpoints. */
    recordedAt: p.datetime().columnType('timestamptz'),
    data: p.json<Record<string, unknown>>(),
    /** Added to `data` for endpoints that asked for it. */
    customerId: p.text().nullable(),
  },
});
