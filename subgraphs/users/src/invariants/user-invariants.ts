import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { UsersServices } from '../context.js';
import type { LinkPurpose } from '../link/account-link.entity.js';
import { LINK_LIFE } from '../link/issue-link.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import { MAX_PROBLEMS, none } from './none.js';

const now = sql<Date>`now()`;

/** What must hold of accounts and sessions at any time. */
export const userInvariants: InvariantCheck<UsersServices>[] = [
  none(
    'I19',
    'no open session of a blocked or erased user',
    'is open although its user may not log in',
    (ctx) =>
      query(ctx)
        .selectFrom('Session as s')
        .innerJoin('User as u', 'u.id', 's.userId')
        .select('s.id')
        .where('u.status', '<>', UserStatus.ACTIVE)
        .where('s.revokedAt', 'is', null)
        .where('s.expiresAt', '>', now)
        .limit(MAX_PROBLEMS)
        .execute(),
  ),
  none(
    'I19',
    'one unused refresh token per open session',
    'has more than one unused refresh token',
    (ctx) =>
      query(ctx)
        .selectFrom('RefreshToken')
        .select('sessionId as id')
        .where('usedAt', 'is', null)
        .where('expiresAt', '>', now)
        .groupBy('sessionId')
        .having((eb) => eb.fn.countAll<number>(), '>', 1)
        .limit(MAX_PROBLEMS)
        .execute(),
  ),
  none(
    'I15',
    'nothing personal is left of erased users',
    'is erased, but personal data is left',
    (ctx) =>
      query(ctx)
        .selectFrom('User as u')
        .select('u.id')
        .where('u.status', '=', UserStatus.ERASED)
        .where((eb) =>
          eb.or([
            eb.exists(
              eb.selectFrom('Credential as c').select('c.userId').whereRef('c.userId', '=', 'u.id'),
            ),
            eb.exists(
              eb.selectFrom('UserAddress as a').select('a.id').whereRef('a.userId', '=', 'u.id'),
            ),
            eb.exists(
              eb.selectFrom('AccountLink as l').select('l.id').whereRef('l.userId', '=', 'u.id'),
            ),
            eb.exists(
              eb.selectFrom('Session as s').select('s.id').whereRef('s.userId', '=', 'u.id'),
            ),
            eb.exists(
              eb.selectFrom('Factor as f').select('f.id').whereRef('f.userId', '=', 'u.id'),
            ),
            eb.exists(
              eb
                .selectFrom('RememberedDevice as d')
                .select('d.id')
                .whereRef('d.userId', '=', 'u.id'),
            ),
            eb.exists(
              eb.selectFrom('FactorReset as o').select('o.id').whereRef('o.userId', '=', 'u.id'),
            ),
            eb.exists(
              eb
                .selectFrom('RecoveryCode as r')
                .select('r.codeHash')
                .whereRef('r.userId', '=', 'u.id'),
            ),
            eb.exists(
              eb.selectFrom('LoginChallenge as g').select('g.id').whereRef('g.userId', '=', 'u.id'),
            ),
            eb.exists(
              eb
                .selectFrom('SecurityEvent as e')
                .select('e.id')
                .whereRef('e.userId', '=', 'u.id')
                .where('e.ip', 'is not', null)
                .where('e.type', '<>', 'USER_ERASED'),
            ),
          ]),
        )
        .limit(MAX_PROBLEMS)
        .execute(),
  ),
  none('I19', 'no link of a mail opens longer than its kind may', 'opens for too long', (ctx) =>
    query(ctx)
      .selectFrom('AccountLink')
      .select('id')
      .where('usedAt', 'is', null)
      .where((eb) =>
        eb.or(
          Object.entries(LINK_LIFE).map(([purpose, life]) =>
            eb.and([
              eb('purpose', '=', purpose as LinkPurpose),
              eb('expiresAt', '>', sql<Date>`created_at + ${life}::interval`),
            ]),
          ),
        ),
      )
      .limit(MAX_PROBLEMS)
      .execute(),
  ),
  none('I19', 'every account that can log in has a password', 'has no password', (ctx) =>
    query(ctx)
      .selectFrom('User as u')
      .leftJoin('Credential as c', 'c.userId', 'u.id')
      .select('u.id')
      .where('u.status', '<>', UserStatus.ERASED)
      .where('c.userId', 'is', null)
      .limit(MAX_PROBLEMS)
      .execute(),
  ),
];
