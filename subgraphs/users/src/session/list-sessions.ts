import { sqlRows } from '@emporium/db/sql';
import type { UsersCtx } from '../services.js';
import { Session } from './session.entity.js';

const MAX_LISTED = 100;

/** Open sessions of users, last used first, at most 100 each; one query for all users asked for. */
export async function listSessions(ctx: UsersCtx, userIds: readonly string[]): Promise<Session[][]> {
  const rows = await sqlRows<Omit<Session, 'userId'> & { userId: string }>(
    ctx.em,
    `select s.id, s.user_id as "userId", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.user_agent as "userAgent", s.ip
     from jsonb_array_elements_text(?::jsonb) u(id) cross join lateral (
       select * from users.session where user_id = u.id and revoked_at is null and expires_at > now()
       order by last_seen_at desc, id limit ${MAX_LISTED}) s`,
    [JSON.stringify(userIds)],
  );
  return userIds.map((id) => rows.filter((row) => row.userId === id).map((row) => Object.assign(new Session(), row)));
}
