import type { IdempotentCall } from '@emporium/db/idempotency';
import { recordedCall } from '@emporium/db/recorded-call';
import { operationInProgress } from '@emporium/graphql/app-errors';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { idempotencyKeyReused, type UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { loadPlacedOrder } from '../order/load-order.js';
import { callerScope } from '../order/caller-scope.js';
import type { OrderAnswer } from '../placing/place-order.js';
import { advanceEdit } from './advance-edit.js';
import { awaitEdit } from './await-edit.js';
import { editSchema } from './edit-input.js';
import type { OrderEditArgs } from './edit.inputs.js';
import { loadEdit } from './load-edit.js';
import { openEdit } from './open-edit.js';

/** Milliseconds that a client is kept waiting; after that the process manager goes on alone. */
const BUDGET_MS = 2_500;

/** What the key of an orderEdit call stands for; the answer is made from the state of the change. */
export interface Began {
  editId: string;
}

/**
 * Changes what is in a paid order that was not sent, once per key: write the change down, have
 * catalog hold what is added, price the order anew, apply. The difference is due or goes back. Throws
 * a Rejection when the order cannot be changed so, and OPERATION_IN_PROGRESS when it takes longer
 * than 2.5 s: the same key later gives the final answer.
 */
export async function editOrder(ctx: Ctx, args: OrderEditArgs): Promise<OrderAnswer> {
  const deadline = Date.now() + BUDGET_MS;
  const { idempotencyKey: key, ...request } = checked(editSchema, args);
  const { orderId } = request;
  const scope = callerScope(ctx.principal, orderId);
  const call: IdempotentCall = { scope, operation: 'orderEdit', key, request };
  const known = await recordedCall<Began>(ctx, call);
  const opened =
    known === undefined
      ? await openEdit(ctx, call, request)
      : known === 'reused'
        ? known
        : { ...known, fresh: false };
  if (opened === 'reused') throw new Rejection(idempotencyKeyReused());
  const { editId, fresh } = opened;
  if (fresh) {
    try {
      await advanceEdit(ctx, editId, Math.max(200, deadline - Date.now() - 100));
    } catch (error) {
      // Unknown is not failed: the change stays OPEN and the process manager asks again.
      ctx.log.warn({ err: error, orderId, editId }, 'order not changed yet');
    }
  } else await awaitEdit(ctx, editId, deadline);
  const edit = (await loadEdit(ctx, editId))!;
  if (edit.status === 'OPEN') throw operationInProgress();
  if (edit.status === 'REFUSED') throw new Rejection(...((edit.rejection ?? []) as UserError[]));
  return { order: await loadPlacedOrder(ctx, orderId) };
}
