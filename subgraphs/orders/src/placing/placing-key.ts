import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { requestHash } from '@emporium/db/idempotency';
import { sqlRows, sqlRun } from '@emporium/db/sql';

/** An orderPlace call as its key is remembered. The record names the order; the answer is made from the order's state. */
export interface PlacingCall {
  scope: string;
  key: string;
  request: unknown;
}

const OPERATION = 'orderPlace';

/** The order that the key stands for, `reused` when the key was used with another input, undefined for a new key. */
export async function orderOfKey(em: SqlEntityManager, call: PlacingCall): Promise<{ orderId: string } | 'reused' | undefined> {
  const [row] = await sqlRows<{ request_hash: string; response: { orderId: string } }>(
    em,
    `select request_hash, response from orders.idempotency where scope = ? and operation = ? and key = ?`,
    [call.scope, OPERATION, call.key],
  );
  if (!row) return undefined;
  return row.request_hash === requestHash(call.request) ? { orderId: row.response.orderId } : 'reused';
}

/** Records in the running transaction that the key stands for the order; false when somebody was faster. */
export async function rememberKey(em: SqlEntityManager, call: PlacingCall, orderId: string): Promise<boolean> {
  const added = await sqlRun(
    em,
    `insert into orders.idempotency (scope, operation, key, request_hash, response) values (?, ?, ?, ?, ?::jsonb) on conflict do nothing`,
    [call.scope, OPERATION, call.key, requestHash(call.request), JSON.stringify({ orderId })],
  );
  return added === 1;
}
