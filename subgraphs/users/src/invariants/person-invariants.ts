import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { Ctx, UsersServices } from '../context.js';
import { query } from '../tables.js';
import { UserStatus } from '../user/user.entity.js';

/** Lines of one kind. */
const MAX_PROBLEMS = 20;

/** What must hold among the requests about persons (docs/invariants.md, Invariants). */
export const personInvariants: InvariantCheck<UsersServices>[] = [
  {
    id: 'I41',
    title: 'an export ends when its parts have, holds their pages, and nothing once it is over',
    run: exportProblems,
  },
  {
    id: 'I42',
    title: 'who is being erased has no account, and no part of the shop was given up with it',
    run: erasureProblems,
  },
];

async function erasureProblems(ctx: Ctx): Promise<string[]> {
  const unknown = await query(ctx)
    .selectFrom('PersonRequest as r')
    .innerJoin('User as u', 'u.id', 'r.userId')
    .where('r.kind', '=', 'ERASURE')
    .where('u.status', '<>', UserStatus.ERASED)
    .select('u.id')
    .orderBy('u.id')
    .limit(MAX_PROBLEMS)
    .execute();
  const failed = await query(ctx)
    .selectFrom('PersonRequestPart as p')
    .innerJoin('PersonRequest as r', 'r.id', 'p.requestId')
    .where('r.kind', '=', 'ERASURE')
    .where('p.status', '=', 'FAILED')
    .select(['r.userId', 'p.message', 'p.subgraph'])
    .orderBy('r.userId')
    .limit(MAX_PROBLEMS)
    .execute();
  return [
    ...unknown.map(({ id }) => `user ${id} is being erased and still has an account`),
    ...failed.map(
      ({ userId, subgraph, message }) =>
        `erasure of ${userId}: ${message ?? `${subgraph} was given up`}`,
    ),
  ];
}

async function exportProblems(ctx: Ctx): Promise<string[]> {
  const open = await query(ctx)
    .selectFrom('PersonRequest as r')
    .innerJoin('PersonRequestPart as p', 'p.requestId', 'r.id')
    .select(['r.id', 'p.subgraph'])
    .where('r.status', '<>', 'RUNNING')
    .where('p.status', '=', 'WAITING')
    .orderBy('r.id')
    .execute();
  const pages = await query(ctx)
    .selectFrom('PersonRequest as r')
    .innerJoin('PersonRequestPart as p', 'p.requestId', 'r.id')
    .leftJoin('PersonExportPage as e', (join) =>
      join.onRef('e.requestId', '=', 'p.requestId').onRef('e.subgraph', '=', 'p.subgraph'),
    )
    .where('r.kind', '=', 'EXPORT')
    .groupBy(['r.id', 'r.status', 'p.subgraph', 'p.pages'])
    .having(
      (eb) =>
        sql<boolean>`count(${eb.ref('e.position')}) <> case when ${eb.ref('r.status')} = 'EXPIRED' then 0 else ${eb.ref('p.pages')} end`,
    )
    .select(['r.id', 'r.status', 'p.subgraph'])
    .orderBy('r.id')
    .execute();
  const kept = await query(ctx)
    .selectFrom('PersonRequest as r')
    .innerJoin('User as u', 'u.id', 'r.userId')
    .where('r.kind', '=', 'EXPORT')
    .where('u.status', '=', UserStatus.ERASED)
    .select('r.id')
    .execute();
  return [
    ...open.map(({ id, subgraph }) => `request ${id} is over, and ${subgraph} still has to answer`),
    ...pages.map(({ id, status, subgraph }) =>
      status === 'EXPIRED'
        ? `export ${id} is over and still holds pages of ${subgraph}`
        : `export ${id} has other pages of ${subgraph} than it counted`,
    ),
    ...kept.map(({ id }) => `export ${id} is of an erased user`),
  ];
}
