import type { IdempotentCall } from '@emporium/db/idempotency';
import { newId } from '@emporium/db/new-id';
import { recordCall, recordedCall } from '@emporium/db/recorded-call';
import { Rejection } from '@emporium/graphql/rejection';
import { versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import type { z } from 'zod';
import { actorOf } from '../history/actor.js';
import { lockOrder } from '../order/lock-order.js';
import { query } from '../tables.js';
import type { editSchema } from './edit-input.js';
import type { Began } from './edit-order.js';
import { assertEditable, planEdit } from './plan-edit.js';
import { storedChanges } from './stored-changes.js';

/** Minutes after which a change that could not be applied is given up. */
const GIVE_UP_MINUTES = 10;
/** Seconds before the process manager takes over: longer than a client is kept waiting. */
const TAKE_OVER_SECONDS = 5;

/** Which change answers the call; `fresh` = this call made it and must bring it on. */
export type OpenedEdit = { editId: string; fresh: boolean } | 'reused';

/**
 * Writes the change down as OPEN together with its key: the log of the saga. Throws a Rejection for
 * an order that cannot be changed, another version, and changes that make no sense.
 */
export async function openEdit(
  ctx: Ctx,
  call: IdempotentCall,
  request: Omit<z.infer<typeof editSchema>, 'idempotencyKey'>,
): Promise<OpenedEdit> {
  return inTransaction(ctx, async () => {
    const { order, lines } = await lockOrder(ctx, request.orderId);
    const known = await recordedCall<Began>(ctx, call);
    if (known) return known === 'reused' ? known : { ...known, fresh: false };
    if (order.version !== request.expectedVersion)
      throw new Rejection(versionConflict(order.version));
    assertEditable(order);
    const { currency } = order;
    const changes = storedChanges(request.changes, currency);
    planEdit(lines, changes);
    const editId = newId('oed');
    if (!(await recordCall(ctx, call, { editId }))) return 'reused';
    await query(ctx)
      .insertInto('OrderEditRow')
      .values({
        id: editId,
        orderId: order.id,
        status: 'OPEN',
        expectedVersion: request.expectedVersion,
        expectedTotal: request.expectedTotal?.minor ?? null,
        changes,
        note: request.note ?? null,
        actor: actorOf(ctx.principal, order.userId),
        nextCheckAt: sql<Date>`now() + ${TAKE_OVER_SECONDS} * interval '1 second'`,
        giveUpAt: sql<Date>`now() + ${GIVE_UP_MINUTES} * interval '1 minute'`,
      })
      .execute();
    return { editId, fresh: true };
  });
}
