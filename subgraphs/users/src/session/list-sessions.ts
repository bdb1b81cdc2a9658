import { asEntity } from '@emporium/db/as-entity';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { Session } from './session.entity.js';

const MAX_LISTED = 100;

/** Open sessions of users, last used first, at most 100 each; one query for all users asked for. */
export async function listSessions(ctx: Ctx, userIds: readonly string[]): Promise<Session[][]> {
  const rows = await query(ctx)
    .selectFrom(sql<{ id: string }>`unnest(${userIds}::text[])`.as<'u'>(sql`u (id)`))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('Session as s')
          .select(['s.id', 's.userId', 's.createdAt', 's.lastSeenAt', 's.expiresAt'])
          .select(['s.userAgent', 's.ip'])
          .whereRef('s.userId', '=', 'u.id')
          .where('s.revokedAt', 'is', null)
          .where('s.expiresAt', '>', sql<Date>`now()`)
          .orderBy('s.lastSeenAt', 'desc')
          .orderBy('s.id')
          .limit(MAX_LISTED)
          .as('open'),
      (join) => join.onTrue(),
    )
    .selectAll('open')
    .execute();
  const sessions = rows.map((row) => asEntity(Session, row));
  return userIds.map((id) => sessions.filter((session) => session.userId === id));
}
