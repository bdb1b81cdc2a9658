import { defineEntity, p } from '@mikro-orm/core';
import type { SecurityEventType } from './record-security-event.js';

/** Security: of accounts. Business: what happened to orders, money, goods and rules. */
export type AuditKind = 'SECURITY' | 'BUSINESS';

/** One line of the audit log. */
export const SecurityEvent = defineEntity({
  name: 'SecurityEvent',
  tableName: 'security_event',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    at: p.datetime(6).defaultRaw('now()'),
    type: p.text().$type<SecurityEventType | (string & {})>(),
    userId: p.text().nullable(),
    actorId: p.text().nullable(),
    ip: p.text().nullable(),
    detail: p.json<Record<string, string | number | string[]>>().defaultRaw(`'{}'`),
    kind: p.text().$type<AuditKind>().default('SECURITY'),
    /** What it is about, e.g. the id of an order. */
    subject: p.text().nullable(),
    onBehalfOf: p.text().nullable(),
    requestId: p.text().nullable(),
    /** The event it was heard by, so that a repeat adds nothing. */
    eventId: p.text().nullable(),
    /** Place in the chain of its kind, from 1 without gaps; null until it is sealed. */
    seq: p.bigint('number').nullable(),
    hash: p.text().nullable(),
  },
});

/** Where the chain of a kind begins, behind what retention removed, and ends. */
export const AuditChain = defineEntity({
  name: 'AuditChain',
  tableName: 'audit_chain',
  properties: {
    kind: p.text().$type<AuditKind>().primary(),
    firstSeq: p.bigint('number'),
    firstHash: p.text(),
    lastSeq: p.bigint('number'),
    lastHash: p.text(),
  },
});
