import { createHash } from 'node:crypto';
import type { SqlEntityManager } from './entity-manager.js';
import { platformQuery } from './platform-query.js';
import { transactional } from './transactional.js';

/** Identifies one idempotent call. */
export interface IdempotentCall {
  /** `user:<id>`, `cart:<sha256>` or `order:<id>`: keys of different callers never meet. */
  scope: string;
  operation: string;
  key: string;
  /** The complete input; another input under the same key is refused. */
  request: unknown;
}

/** What an idempotent call led to. `reused` = the key was used with another input. */
export type IdempotentResult<T> =
  { outcome: 'done' | 'replayed'; response: T } | { outcome: 'reused' };

/** sha256 over the canonical JSON of a request (keys sorted, undefined dropped), in hex. */
export function requestHash(request: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(request)))
    .digest('hex');
}

/** A plain JSON copy with object keys in order, so that equal inputs have equal text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value instanceof Date) return value.toISOString();
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

/**
 * Runs `effect` in a transaction together with the record of its key. The same key and input again
 * gives the stored response without running it; a call in flight makes the second one wait for its
 * commit (bounded by the database's lock time-out). `effect` must return JSON-safe data; when it
 * throws, nothing is stored and the key stays free.
 */
export async function idempotent<T>(
  em: SqlEntityManager,
  call: IdempotentCall,
  effect: () => Promise<T>,
): Promise<IdempotentResult<T>> {
  const requestedHash = requestHash(call.request);
  const { scope, operation, key } = call;
  return transactional(em, async (inner) => {
    const tx = { em: inner };
    const fresh = await platformQuery(tx)
      .insertInto('IdempotencyRecord')
      .values({ scope, operation, key, requestHash: requestedHash })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (Number(fresh.numInsertedOrUpdatedRows) === 1) {
      const response = await effect();
      await tx.em.flush();
      await platformQuery(tx)
        .updateTable('IdempotencyRecord')
        .set({ response: response ?? null })
        .where('scope', '=', scope)
        .where('operation', '=', operation)
        .where('key', '=', key)
        .execute();
      return { outcome: 'done', response };
    }
    const row = await platformQuery(tx)
      .selectFrom('IdempotencyRecord')
      .select(['requestHash', 'response'])
      .where('scope', '=', scope)
      .where('operation', '=', operation)
      .where('key', '=', key)
      .executeTakeFirst();
    if (!row || row.requestHash !== requestedHash) return { outcome: 'reused' };
    return { outcome: 'replayed', response: row.response as T };
  });
}
