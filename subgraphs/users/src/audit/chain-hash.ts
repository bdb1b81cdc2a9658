import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { EntityTables } from '@emporium/db/entity-tables';
import type { entities } from '../tables.js';

/** A row of the log as it is read. */
export type AuditRow = Selectable<EntityTables<typeof entities>['SecurityEvent']>;

/**
 * What ties a row to the one before it: everything that it says but the client's address, which an
 * erasure takes out. Whoever changes or removes a row has to write all later ones anew.
 */
export function chainHash(previous: string, seq: number, row: AuditRow): string {
  const { id, at, kind, type, userId, actorId, onBehalfOf, subject, requestId, detail } = row;
  const content = [
    ...[previous, seq, id, at.toISOString(), kind, type, userId, actorId, onBehalfOf],
    ...[subject, requestId, Object.entries(detail).toSorted(([a], [b]) => (a < b ? -1 : 1))],
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
