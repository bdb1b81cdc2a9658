import { requestHash, type IdempotentCall } from './idempotency.js';
import { platformQuery } from './platform-query.js';
import type { SqlEntityManager } from './entity-manager.js';

/**
 * What was recorded for the key of a call whose answer is made from the state of what it began, not
 * stored: undefined for a new key, `reused` when the key was used with another input.
 */
export async function recordedCall<T>(
  ctx: { em: SqlEntityManager },
  call: IdempotentCall,
): Promise<T | 'reused' | undefined> {
  const row = await platformQuery(ctx)
    .selectFrom('IdempotencyRecord')
    .select(['requestHash', 'response'])
    .where('scope', '=', call.scope)
    .where('operation', '=', call.operation)
    .where('key', '=', call.key)
    .executeTakeFirst();
  if (!row) return undefined;
  return row.requestHash === requestHash(call.request) ? (row.response as T) : 'reused';
}

/**
 * Records in the running transaction what the key of a call stands for; false when somebody was
 * faster. `began` must be JSON-safe.
 */
export async function recordCall(
  ctx: { em: SqlEntityManager },
  call: IdempotentCall,
  began: object,
): Promise<boolean> {
  const { scope, operation, key, request } = call;
  const { numInsertedOrUpdatedRows } = await platformQuery(ctx)
    .insertInto('IdempotencyRecord')
    .values({ scope, operation, key, requestHash: requestHash(request), response: began })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) === 1;
}
