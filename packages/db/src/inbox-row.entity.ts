import { defineEntity, p } from '@mikro-orm/core';

/** An event that a consumer has handled. */
export const InboxRow = defineEntity({
  name: 'InboxRow',
  tableName: 'inbox',
  properties: {
    consumer: p.text().primary(),
    eventId: p.text().primary(),
    seenAt: p.datetime(6).defaultRaw('now()'),
  },
});
