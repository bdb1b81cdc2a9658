import { sqlRows } from '@emporium/db/sql';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { UsersServices } from './services.js';

/** A check that lists ids which must not exist. */
function none(id: string, title: string, problem: string, query: string): InvariantCheck<UsersServices> {
  return {
    id,
    title,
    run: async (ctx) => (await sqlRows<{ id: string }>(ctx.em, `${query} limit 20`)).map((row) => `${row.id} ${problem}`),
  };
}

/** What must hold of accounts and sessions at any time. */
export const invariants: InvariantCheck<UsersServices>[] = [
  none(
    'I19',
    'no open session of a blocked or erased user',
    'is open although its user may not log in',
    `select s.id from users.session s join users.app_user u on u.id = s.user_id
     where u.status <> 'ACTIVE' and s.revoked_at is null and s.expires_at > now()`,
  ),
  none(
    'I19',
    'one unused refresh token per open session',
    'has more than one unused refresh token',
    `select session_id as id from users.refresh_token where used_at is null and expires_at > now() group by session_id having count(*) > 1`,
  ),
  none(
    'I15',
    'nothing personal is left of erased users',
    'is erased, but personal data is left',
    `select u.id from users.app_user u where u.status = 'ERASED' and (
       exists (select from users.credential where user_id = u.id) or exists (select from users.user_address where user_id = u.id)
       or exists (select from users.session where user_id = u.id)
       or exists (select from users.security_event where user_id = u.id and ip is not null and type <> 'USER_ERASED'))`,
  ),
  none(
    'I19',
    'every account that can log in has a password',
    'has no password',
    `select u.id from users.app_user u where u.status <> 'ERASED' and not exists (select from users.credential where user_id = u.id)`,
  ),
];
