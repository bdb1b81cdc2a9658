import { can, userId as userIdOf } from '@emporium/auth/principal';
import { inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '../context.js';
import { idsOf, type Reference } from '../input/is-id.js';
import { query } from '../tables.js';
import { exportUrl } from './export-link.js';
import {
  PersonDataExport,
  PersonErasure,
  type PersonPartStatus,
  type PersonRequestPartType,
  type PersonRequestStatus,
} from './person-request.type.js';

/** An export for the person it is about and for staff with export:user; null for everybody else. */
export async function findExport(ctx: Ctx, id: string): Promise<PersonDataExport | null> {
  return (await findExports(ctx, [id]))[0] ?? null;
}

/** Answers references to exports, each for those who may see it. */
export async function resolveExports(
  ctx: Ctx,
  references: readonly Reference[],
): Promise<(PersonDataExport | null)[]> {
  const ids = idsOf(references);
  return inKeyOrder(ids, await findExports(ctx, ids), ({ id }) => id);
}

async function findExports(ctx: Ctx, ids: readonly string[]): Promise<PersonDataExport[]> {
  const requests = await query(ctx)
    .selectFrom('PersonRequest')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .where('kind', '=', 'EXPORT')
    .execute();
  const mayAll = can(ctx.principal, 'export:user');
  const visible = requests.filter(({ userId }) => mayAll || userIdOf(ctx.principal) === userId);
  const parts = await partsOf(
    ctx,
    visible.map(({ id }) => id),
  );
  return visible.map(({ id, status, createdAt, expiresAt }) => {
    const isThere = status === 'DONE' || status === 'INCOMPLETE';
    return Object.assign(new PersonDataExport(), {
      ...{ id, createdAt, expiresAt },
      status: status as PersonRequestStatus,
      parts: parts.get(id) ?? [],
      jsonUrl: isThere ? exportUrl(ctx, id, 'json') : null,
      htmlUrl: isThere ? exportUrl(ctx, id, 'html') : null,
    });
  });
}

/** The erasure of a user; null when nobody erased them. */
export async function findErasure(ctx: Ctx, userId: string): Promise<PersonErasure | null> {
  const request = await query(ctx)
    .selectFrom('PersonRequest')
    .select(['id', 'status', 'createdAt', 'finishedAt'])
    .where('userId', '=', userId)
    .where('kind', '=', 'ERASURE')
    .executeTakeFirst();
  if (!request) return null;
  const { id, status, ...times } = request;
  return Object.assign(new PersonErasure(), {
    ...times,
    userId,
    status: status as PersonRequestStatus,
    parts: (await partsOf(ctx, [id])).get(id) ?? [],
  });
}

/** The parts of requests, by name. */
async function partsOf(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, PersonRequestPartType[]>> {
  if (ids.length === 0) return new Map();
  const rows = await query(ctx)
    .selectFrom('PersonRequestPart')
    .select(['requestId', 'subgraph as name', 'status', 'message'])
    .where('requestId', 'in', ids)
    .orderBy('subgraph')
    .execute();
  const parts = Map.groupBy(rows, ({ requestId }) => requestId);
  return new Map(
    [...parts].map(([id, of]) => [
      id,
      of.map(({ name, status, message }) => ({
        ...{ name, message },
        status: status as PersonPartStatus,
      })),
    ]),
  );
}
