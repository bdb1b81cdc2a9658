import { defineEntity, p } from '@mikro-orm/core';
import type {
  AccountMail,
  CART_MAIL,
  MailFields,
  StaffMail,
  TemplateName,
} from './mail-template.js';

/** A mail about an order or a cart, to the owner of an account, or to staff; queued once per event. */
export const Mail = defineEntity({
  name: 'Mail',
  tableName: 'mail',
  properties: {
    id: p.text().primary(),
    eventId: p.text(),
    /** Null for a guest and for staff. */
    userId: p.text().nullable(),
    /** What it is about: an order, a request to users, a webhook endpoint, a report to staff, or a cart. */
    orderId: p.text().nullable(),
    requestId: p.text().nullable(),
    endpointId: p.text().nullable(),
    reportId: p.text().nullable(),
    cartHash: p.text().nullable(),
    /** Where one to staff goes; the addresses of others are asked for when it is sent. */
    staffAddress: p.text().nullable(),
    template: p.text().$type<TemplateName | AccountMail | StaffMail | typeof CART_MAIL>(),
    fields: p.json<MailFields>(),
    /** Keyed hash of the address, to count by. */
    addressHash: p.text().nullable(),
    /** When it was counted against what its address and user may get. */
    reservedAt: p.datetime().columnType('timestamptz').nullable(),
    queuedAt: p.datetime().columnType('timestamptz').defaultRaw('now()'),
    /** When it may be sent, or tried again. */
    dueAt: p.datetime().columnType('timestamptz').defaultRaw('now()'),
    attempts: p.integer().default(0),
    sentAt: p.datetime().columnType('timestamptz').nullable(),
    /** When it was given up. */
    failedAt: p.datetime().columnType('timestamptz').nullable(),
    error: p.text().nullable(),
    /** W3C traceparent of what it was queued for, so that sending it belongs to the same trace. */
    traceparent: p.text().nullable(),
  },
});
