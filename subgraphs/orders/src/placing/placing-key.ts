import { requestHash } from '@emporium/db/idempotency';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';

/** An orderPlace call as its key is remembered. The record names the order; the answer is made from the order's state. */
export interface PlacingCall {
  scope: string;
  key: string;
  request: unknown;
}

const OPERATION = 'orderPlace';

/** The order that the key stands for, `reused` when the key was used with another input, undefined for a new key. */
export async function orderOfKey(ctx: Ctx, call: PlacingCall): Promise<{ orderId: string } | 'reused' | undefined> {
  const row = await query(ctx)
    .selectFrom('IdempotencyRecord as i')
    .select((eb) => ['i.requestHash', sql<string>`${eb.ref('i.response')} ->> 'orderId'`.as('orderId')])
    .where('i.scope', '=', call.scope)
    .where('i.operation', '=', OPERATION)
    .where('i.key', '=', call.key)
    .executeTakeFirst();
  if (!row) return undefined;
  return row.requestHash === requestHash(call.request) ? { orderId: row.orderId } : 'reused';
}

/** Records in the running transaction that the key stands for the order; false when somebody was faster. */
export async function rememberKey(ctx: Ctx, call: PlacingCall, orderId: string): Promise<boolean> {
  const { scope, key, request } = call;
  const { numInsertedOrUpdatedRows } = await query(ctx)
    .insertInto('IdempotencyRecord')
    .values({ scope, operation: OPERATION, key, requestHash: requestHash(request), response: { orderId } })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) === 1;
}
