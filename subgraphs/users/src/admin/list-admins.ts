import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** All administrators, also blocked ones, one line each: address, id, status, last use. */
export async function* listAdmins(ctx: Ctx): AsyncGenerator<Record<string, unknown>> {
  const admins = await query(ctx)
    .selectFrom('User as u')
    .innerJoin('Role as r', 'r.id', 'u.roleId')
    .leftJoin('Session as s', 's.userId', 'u.id')
    .select([
      'u.id',
      'u.email',
      'u.status',
      sql<Date | null>`max(${sql.ref('s.lastSeenAt')})`.as('seenAt'),
    ])
    .where('r.name', '=', 'ADMIN')
    .where('u.email', 'is not', null)
    .groupBy(['u.id', 'u.email', 'u.status'])
    .orderBy('u.email')
    .execute();
  for (const { id, email, status, seenAt } of admins) {
    const seen = seenAt ? `last seen ${new Date(seenAt).toISOString()}` : 'never logged in';
    yield { type: 'line', text: `${email}  ${id}  ${status}  ${seen}` };
  }
  const none = admins.some(({ status }) => status === 'ACTIVE')
    ? ''
    : '; none can log in: npm run admin -- create --email ADDRESS';
  yield { type: 'result', text: `${admins.length} administrator(s)${none}` };
}
