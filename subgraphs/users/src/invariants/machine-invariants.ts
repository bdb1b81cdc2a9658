import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { UsersServices } from '../context.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';
import { none, MAX_PROBLEMS } from './none.js';

const now = sql<Date>`now()`;
const holder = sql<string>`coalesce(api_key_id, service_account_id)`;

/** What must hold of API keys and service accounts at any time. */
export const machineInvariants: InvariantCheck<UsersServices>[] = [
  none('I15', 'no API key is left of erased users', 'is a key of an erased user', (ctx) =>
    query(ctx)
      .selectFrom('ApiKey as k')
      .innerJoin('User as u', 'u.id', 'k.userId')
      .select('k.id')
      .where('u.status', '=', UserStatus.ERASED)
      .limit(MAX_PROBLEMS)
      .execute(),
  ),
  none(
    'I19',
    'no API key of a blocked or erased user opens anything',
    'is open although its owner may not log in',
    (ctx) =>
      query(ctx)
        .selectFrom('MachineSecret as s')
        .innerJoin('ApiKey as k', 'k.id', 's.apiKeyId')
        .innerJoin('User as u', 'u.id', 'k.userId')
        .distinct()
        .select('k.id')
        .where('u.status', '<>', UserStatus.ACTIVE)
        .where('s.expiresAt', '>', now)
        .limit(MAX_PROBLEMS)
        .execute(),
  ),
  none('I19', 'an API key that was revoked has no secret', 'is revoked, but has a secret', (ctx) =>
    query(ctx)
      .selectFrom('MachineSecret as s')
      .innerJoin('ApiKey as k', 'k.id', 's.apiKeyId')
      .distinct()
      .select('k.id')
      .where('k.revokedAt', 'is not', null)
      .limit(MAX_PROBLEMS)
      .execute(),
  ),
  none(
    'I19',
    'at most two secrets open an API key or account',
    'has more than two secrets',
    (ctx) =>
      query(ctx)
        .selectFrom('MachineSecret')
        .select(holder.as('id'))
        .where('expiresAt', '>', now)
        .groupBy(holder)
        .having((eb) => eb.fn.countAll<number>(), '>', 2)
        .limit(MAX_PROBLEMS)
        .execute(),
  ),
];
