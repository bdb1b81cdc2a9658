import { defineEntity, p } from '@mikro-orm/core';

/** What is asked of every subgraph that keeps data of a person. */
export type PersonRequestKind = 'EXPORT' | 'ERASURE';
/** INCOMPLETE: some parts failed for good; EXPIRED: what it made is deleted. */
export type StoredRequestStatus = 'RUNNING' | 'DONE' | 'INCOMPLETE' | 'EXPIRED';
/** WAITING: due, or to be tried again. */
export type StoredPartStatus = 'WAITING' | 'DONE' | 'FAILED';

const instant = () => p.datetime().columnType('timestamptz');

/** An export or erasure of all that the shop keeps about a person. */
export const PersonRequest = defineEntity({
  name: 'PersonRequest',
  tableName: 'person_request',
  properties: {
    id: p.text().primary(),
    kind: p.text().$type<PersonRequestKind>(),
    userId: p.text(),
    /** The person, or who of the staff asked. */
    requestedBy: p.text(),
    status: p.text().$type<StoredRequestStatus>().default('RUNNING'),
    createdAt: instant().defaultRaw('now()'),
    finishedAt: instant().nullable(),
    /** When the file of an export is deleted. */
    expiresAt: instant().nullable(),
  },
});

/** What one subgraph has to do for a request. */
export const PersonRequestPart = defineEntity({
  name: 'PersonRequestPart',
  tableName: 'person_request_part',
  properties: {
    requestId: p.text().primary(),
    subgraph: p.text().primary(),
    status: p.text().$type<StoredPartStatus>().default('WAITING'),
    /** Since the last success. */
    attempts: p.integer().default(0),
    /** When it is tried next; a little later while somebody is at it. */
    dueAt: instant().defaultRaw('now()'),
    /** Where the next page begins, and how many there are. */
    cursor: p.text().nullable(),
    pages: p.integer().default(0),
    /** Why it waits or failed, for people. */
    message: p.text().nullable(),
    doneAt: instant().nullable(),
  },
});

/** A page of an export: the JSON that a subgraph gave. */
export const PersonExportPage = defineEntity({
  name: 'PersonExportPage',
  tableName: 'person_export_page',
  properties: {
    requestId: p.text().primary(),
    subgraph: p.text().primary(),
    position: p.integer().primary(),
    data: p.text(),
  },
});
