import { newId } from '@emporium/db/new-id';
import { checked } from '@emporium/graphql/checked';
import { singleLine } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { factorMethods } from '../factor/factor-methods.js';
import { isId } from '../input/is-id.js';
import { assertMayManage } from '../role/may-grant.js';
import { requireFresh } from '../session/require-fresh.js';
import { query } from '../tables.js';
import { User, UserStatus } from '../user/user.entity.js';
import { ownId } from '../user/user-visibility.js';
import { FactorReset } from './factor-reset.entity.js';
import { secondPersonRequired, type FactorResetAnswer } from './factor-reset.payload.js';

/** How long a reset can be approved. */
export const RESET_LIFE = '24 hours';
const inputSchema = z.object({ reason: singleLine('The reason', 300) });

/**
 * Asks for a reset of somebody's second factors; nothing happens until a second colleague approves
 * it. Throws FORBIDDEN for an account that may do more than the caller.
 */
export async function requestFactorReset(
  ctx: Ctx,
  input: { userId: string; reason: string },
): Promise<FactorResetAnswer> {
  const { reason } = checked(inputSchema, { reason: input.reason });
  const { userId } = input;
  const requestedBy = ownId(ctx);
  await requireFresh(ctx);
  const noUser = () => new Rejection(notFound('There is no such user.', ['userId']));
  if (!isId('usr', userId)) throw noUser();
  if (userId === requestedBy) throw new Rejection(secondPersonRequired(['userId']));
  return inTransaction(ctx, async () => {
    const user = await ctx.em.findOne(
      User,
      { id: userId, status: { $ne: UserStatus.ERASED } },
      { refresh: true },
    );
    if (!user) throw noUser();
    await assertMayManage(ctx, user);
    if ((await factorMethods(ctx, userId)).length === 0)
      throw new Rejection(invalidInput('This account has no second factor.', ['userId']));
    const asked = { id: newId('frs'), reason, requestedBy };
    const expiresAt = sql<Date>`now() + ${RESET_LIFE}::interval`;
    await query(ctx)
      .insertInto('FactorReset')
      .values({ ...asked, userId, expiresAt })
      .onConflict((conflict) =>
        conflict
          .column('userId')
          // Written out: the index is found by these words.
          .where(sql<boolean>`approved_at is null`)
          .doUpdateSet({ ...asked, expiresAt, requestedAt: sql<Date>`now()` }),
      )
      .execute();
    await recordSecurityEvent(ctx, {
      type: 'FACTOR_RESET_REQUESTED',
      userId,
      detail: { factorResetId: asked.id },
    });
    return { factorReset: await ctx.em.findOneOrFail(FactorReset, asked.id) };
  });
}
