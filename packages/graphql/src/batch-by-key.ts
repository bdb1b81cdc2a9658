import DataLoader from 'dataloader';

/** What batching needs of a request context. */
export interface RequestMemo {
  memo: Map<unknown, unknown>;
}

/**
 * A loader shared by all resolvers of one request. `batch` answers in key order, null for missing.
 */
export function batchByKey<C extends RequestMemo, K, V>(
  ctx: C,
  batch: (ctx: C, keys: readonly K[]) => Promise<(V | Error | null)[]>,
): DataLoader<K, V | null, string> {
  let loader = ctx.memo.get(batch) as DataLoader<K, V | null, string> | undefined;
  if (!loader) {
    loader = new DataLoader<K, V | null, string>((keys) => batch(ctx, keys), {
      cacheKeyFn: (key) => (typeof key === 'string' ? key : JSON.stringify(key)),
      maxBatchSize: 1_000,
    });
    ctx.memo.set(batch, loader);
  }
  return loader;
}

/**
 * Forgets what the loaders of this request have read: after a change nobody may be answered with
 * what was before.
 */
export function forgetLoaded(ctx: RequestMemo): void {
  for (const [key, value] of ctx.memo) if (value instanceof DataLoader) ctx.memo.delete(key);
}

/** Puts rows into the order of the keys, null for keys without a row. */
export function inKeyOrder<K, V>(
  keys: readonly K[],
  rows: readonly V[],
  keyOf: (row: V) => K,
): (V | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}
