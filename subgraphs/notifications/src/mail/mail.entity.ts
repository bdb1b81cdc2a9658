import { defineEntity, p } from '@mikro-orm/core';
import type { MailFields, TemplateName } from './templates.js';

/** A mail to a user, queued once per event. */
export const Mail = defineEntity({
  name: 'Mail',
  tableName: 'mail',
  properties: {
    id: p.text().primary(),
    eventId: p.text(),
    userId: p.text(),
    template: p.text().$type<TemplateName>(),
    fields: p.json<Omit<MailFields, 'name'>>(),
    /** When it may be sent, or tried again. */
    dueAt: p.datetime().columnType('timestamptz').defaultRaw('now()'),
    attempts: p.integer().default(0),
    sentAt: p.datetime().columnType('timestamptz').nullable(),
    /** When it was given up. */
    failedAt: p.datetime().columnType('timestamptz').nullable(),
    error: p.text().nullable(),
  },
});
