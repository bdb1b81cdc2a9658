import { defineEntity, p } from '@mikro-orm/core';
import type { SecurityEventType } from './record-security-event.js';

/** One line of the audit log. */
export const SecurityEvent = defineEntity({
  name: 'SecurityEvent',
  tableName: 'security_event',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    at: p.datetime(6).defaultRaw('now()'),
    type: p.text().$type<SecurityEventType>(),
    userId: p.text().nullable(),
    actorId: p.text().nullable(),
    ip: p.text().nullable(),
    detail: p.json<Record<string, string | number | string[]>>().defaultRaw(`'{}'`),
  },
});
