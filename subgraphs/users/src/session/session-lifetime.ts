import { settingsOf } from '@emporium/platform/config/settings';
import { expressionBuilder, sql, type Expression, type RawBuilder } from 'kysely';
import type { Ctx } from '../context.js';
import type { Role } from '../role/role.entity.js';
import type { User } from '../user/user.entity.js';
import { sessionConfig } from './session.config.js';

const HOUR_SECONDS = 3_600;

/** How long a browser keeps a refresh token that nobody uses, in seconds; its session may end sooner. */
export function longestIdleSeconds(ctx: Pick<Ctx, 'config'>): number {
  const { SESSION_IDLE_HOURS: usual, SESSION_ROLE_HOURS: roles } = settings(ctx);
  return Math.round(Math.max(usual, ...roles.map(({ idle }) => idle)) * HOUR_SECONDS);
}

/**
 * When a session ends that is used now: some time after this use, and however much it is used some
 * time after it was opened; how long each is depends on the role that its user has now.
 */
export function sessionEnd(
  ctx: Pick<Ctx, 'config'>,
  role: Expression<string | null>,
  openedAt: Expression<Date>,
): RawBuilder<Date> {
  const { SESSION_IDLE_HOURS: idle, SESSION_MAX_HOURS: max, SESSION_ROLE_HOURS } = settings(ctx);
  const seconds = (usual: number, which: 'idle' | 'max') =>
    SESSION_ROLE_HOURS.reduce(
      (others, one) =>
        sql<number>`case when ${role} = ${one.role} then ${one[which] * HOUR_SECONDS}::float8 else ${others} end`,
      sql<number>`${usual * HOUR_SECONDS}::float8`,
    );
  return sql<Date>`least(
    now() + make_interval(secs => ${seconds(idle, 'idle')}),
    ${openedAt} + make_interval(secs => ${seconds(max, 'max')}))`;
}

const settings = ({ config }: Pick<Ctx, 'config'>) => settingsOf(config, sessionConfig);

const names = expressionBuilder<{ User: User; Role: Role }, never>();

/** Name of the role that a user has now, as a part of a statement. */
export function roleOf(userId: string | Expression<string>): Expression<string | null> {
  return names
    .selectFrom('User as owner')
    .innerJoin('Role as held', 'held.id', 'owner.roleId')
    .select('held.name')
    .where('owner.id', '=', userId)
    .$asScalar();
}
