import type { EntityTables } from '@emporium/db/entity-tables';
import { keysetCursor, keysetPage, type KeysetOrder } from '@emporium/graphql/keyset';
import {
  connection,
  pageRequest,
  type ConnectionOf,
  type ForwardPageArgs,
} from '@emporium/graphql/paging';
import { networkOf } from '@emporium/platform/http/network-of';
import { expressionBuilder, sql, type Expression, type SqlBool } from 'kysely';
import type { Ctx } from '../context.js';
import { query, type entities } from '../tables.js';
import { AuditEntry, type AuditEntryKind, type AuditWhere } from './audit.type.js';
import type { AuditRow } from './chain-hash.js';

const e = expressionBuilder<{ e: EntityTables<typeof entities>['SecurityEvent'] }, 'e'>();

const ORDER: KeysetOrder = {
  name: 'audit',
  value: e.ref('e.id'),
  id: sql<string>`${e.ref('e.id')}::text`,
  kind: 'number',
  descending: true,
};

/** Lines of the audit log, newest first. Throws BAD_USER_INPUT for bad page arguments. */
export async function listAudit(
  ctx: Ctx,
  args: ForwardPageArgs & { where?: AuditWhere | null },
): Promise<ConnectionOf<AuditEntry>> {
  const page = pageRequest(args, ORDER.name);
  const rows = await keysetPage(
    query(ctx)
      .selectFrom('SecurityEvent as e')
      .selectAll('e')
      .where(e.and(conditions(args.where ?? {}))),
    ORDER,
    page,
  ).execute();
  return connection(rows.map(entryOf), page, ({ id }) =>
    keysetCursor(ORDER, {
      id: id.slice(PREFIX.length),
      sortValue: Number(id.slice(PREFIX.length)),
    }),
  );
}

const PREFIX = 'aud_';

function conditions(where: AuditWhere): Expression<SqlBool>[] {
  const all: Expression<SqlBool>[] = [];
  const columns = [
    ...([
      ['kind', 'kind'],
      ['type', 'type'],
      ['userId', 'userId'],
    ] as const),
    ...([
      ['actor', 'actorId'],
      ['subject', 'subject'],
      ['requestId', 'requestId'],
    ] as const),
  ];
  for (const [name, column] of columns) {
    const value = where[name];
    if (value == null) continue;
    all.push(sql<SqlBool>`${e.ref(`e.${column}`)} = ${value}`);
  }
  if (where.recordedAfter != null) all.push(e('e.at', '>=', where.recordedAfter));
  if (where.recordedBefore != null) all.push(e('e.at', '<', where.recordedBefore));
  return all;
}

function entryOf(row: AuditRow): AuditEntry {
  const { id, at, kind, type, userId, subject, actorId, onBehalfOf, ip, requestId, detail } = row;
  return Object.assign(new AuditEntry(), {
    ...{ type, userId, subject, onBehalfOf, requestId },
    id: `${PREFIX}${id}`,
    kind: kind as AuditEntryKind,
    recordedAt: at,
    actor: actorId,
    network: ip === null ? null : networkOf(ip),
    details: Object.entries(detail).map(([name, value]) => ({ name, value: String(value) })),
  });
}
