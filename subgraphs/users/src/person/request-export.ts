import { can } from '@emporium/auth/principal';
import { newId } from '@emporium/db/new-id';
import { forbidden } from '@emporium/graphql/app-errors';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import { once } from '@emporium/platform/once';
import { sql } from 'kysely';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import type { Ctx } from '../context.js';
import { isId } from '../input/is-id.js';
import { assertMayManage } from '../role/may-grant.js';
import { checkOwnPassword } from '../session/check-own-password.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { User, UserStatus } from '../user/user.entity.js';
import { ownId } from '../user/user-visibility.js';
import { findExport } from './find-request.js';
import { openExport } from './open-request.js';
import { tooManyExports } from './person-request.payload.js';
import type { PersonDataExport } from './person-request.type.js';

/** Exports of one person in 24 hours, whoever asks. */
const MOST_PER_DAY = 3;

/** What personDataExportRequest takes. */
export interface ExportArgs {
  userId?: string | null;
  password?: string | null;
  idempotencyKey?: string | null;
}

/**
 * Asks every part of the shop for what it keeps about a person. One that is running already is
 * answered as it is. Oneself with the password, others with export:user. Throws a Rejection for a
 * wrong password, for too many exports and without a fresh proof (STEP_UP_REQUIRED), and FORBIDDEN.
 */
export async function requestExport(
  ctx: Ctx,
  { userId, password, idempotencyKey: key }: ExportArgs,
): Promise<{ dataExport: PersonDataExport | null }> {
  const id = userId ?? ownId(ctx);
  const own = ctx.principal.kind === 'user' && ctx.principal.sub === id;
  if (!own && !can(ctx.principal, 'export:user')) throw forbidden();
  if (!isId('usr', id)) throw new Rejection(notFound('There is no such user.', ['userId']));
  await requireFresh(ctx, { passwordFollows: own });
  if (own) await requirePassword(ctx, id, password);
  const call = { operation: 'personDataExportRequest', key, request: { userId: id } };
  const { requestId } = await once(ctx, call, () => open(ctx, id, own));
  return { dataExport: await findExport(ctx, requestId) };
}

async function requirePassword(ctx: Ctx, id: string, password?: string | null): Promise<void> {
  if (password == null)
    throw new Rejection(
      invalidInput('Give your password: the file holds everything about you.', ['password']),
    );
  const check = await ctx.services.ownPassword(id, () => checkOwnPassword(ctx, password));
  if (check.error) throw new Rejection(check.error);
}

async function open(ctx: Ctx, userId: string, own: boolean): Promise<{ requestId: string }> {
  // One after the other: of two calls at once the second finds the request of the first.
  await query(ctx).selectFrom('User').select('id').where('id', '=', userId).forUpdate().execute();
  const user = await ctx.em.findOne(
    User,
    { id: userId, status: { $ne: UserStatus.ERASED } },
    { refresh: true },
  );
  if (!user) throw new Rejection(notFound('There is no such user.', ['userId']));
  if (!own) await assertMayManage(ctx, user);
  const recent = await query(ctx)
    .selectFrom('PersonRequest')
    .select(['id', 'status', 'createdAt'])
    .where('userId', '=', userId)
    .where('kind', '=', 'EXPORT')
    .where('createdAt', '>', sql<Date>`now() - interval '1 day'`)
    .orderBy('createdAt')
    .execute();
  const running = recent.find(({ status }) => status === 'RUNNING');
  if (running) return { requestId: running.id };
  if (recent.length >= MOST_PER_DAY) {
    const oldest = recent[recent.length - MOST_PER_DAY]!.createdAt.getTime();
    throw new Rejection(tooManyExports(new Date(oldest + 86_400_000)));
  }
  const requestId = newId('prq');
  await openExport(ctx, { id: requestId, userId });
  await recordSecurityEvent(ctx, { type: 'DATA_EXPORT_REQUESTED', userId });
  return { requestId };
}
