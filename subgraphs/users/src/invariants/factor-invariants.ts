import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { UsersServices } from '../context.js';
import { CHALLENGE_ATTEMPTS, CHALLENGE_LIFE } from '../session/challenge-login.js';
import { query } from '../tables.js';
import { MAX_PROBLEMS, none } from './none.js';

/** What must hold of second factors at any time. */
export const factorInvariants: InvariantCheck<UsersServices>[] = [
  none(
    'I19',
    'recovery codes stand in for a factor',
    'has recovery codes and no second factor',
    (ctx) =>
      query(ctx)
        .selectFrom('RecoveryCode as r')
        .select('r.userId as id')
        .distinct()
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('Factor as f')
                .select('f.id')
                .whereRef('f.userId', '=', 'r.userId')
                .where('f.confirmedAt', 'is not', null),
            ),
          ),
        )
        .limit(MAX_PROBLEMS)
        .execute(),
  ),
  none(
    'I19',
    'every factor that counts can be checked',
    'is confirmed, but has neither a secret nor a key',
    (ctx) =>
      query(ctx)
        .selectFrom('Factor as f')
        .leftJoin('Totp as t', 't.factorId', 'f.id')
        .leftJoin('Passkey as p', 'p.factorId', 'f.id')
        .select('f.id')
        .where('f.confirmedAt', 'is not', null)
        .where('t.factorId', 'is', null)
        .where('p.factorId', 'is', null)
        .limit(MAX_PROBLEMS)
        .execute(),
  ),
  none(
    'I19',
    'no log-in waits for a factor longer, or for more attempts, than it may',
    'waits too long or took too many attempts',
    (ctx) =>
      query(ctx)
        .selectFrom('LoginChallenge')
        .select('id')
        .where((eb) =>
          eb.or([
            eb('expiresAt', '>', sql<Date>`created_at + ${CHALLENGE_LIFE}::interval`),
            eb('attempts', '>', CHALLENGE_ATTEMPTS),
          ]),
        )
        .limit(MAX_PROBLEMS)
        .execute(),
  ),
];
