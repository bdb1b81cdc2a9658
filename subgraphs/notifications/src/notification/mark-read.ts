import { userId as userIdOf } from '@emporium/auth/principal';
import { sqlRun } from '@emporium/db/sql';
import { badUserInput } from '@emporium/graphql/app-errors';
import type { Ctx } from '@emporium/platform/context';

const MAX_IDS = 100;

/** Marks the caller's notifications as read; returns how many were unread. Ids of others or unknown ones count nothing. */
export async function markRead(ctx: Ctx<unknown>, ids: readonly string[]): Promise<number> {
  if (ids.length > MAX_IDS) throw badUserInput(`At most ${MAX_IDS} ids at once.`);
  const owner = userIdOf(ctx.principal);
  if (!owner || ids.length === 0) return 0;
  const marks = ids.map(() => '?').join(',');
  return sqlRun(
    ctx.em,
    `update notifications.notification set read_at = now() where user_id = ? and read_at is null and id in (${marks})`,
    [owner, ...ids],
  );
}
