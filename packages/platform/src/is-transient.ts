import { causesOf } from '@emporium/db/causes-of';
import { isRetryable } from './is-retryable.js';

/**
 * Serialization failure, deadlock, lock and statement time-out, and a server that is short of
 * resources.
 */
const PASSING_STATES = /^(40001|40P01|55P03|57014|53...)$/;
/** Too many requests, and gateways and engines that are away. */
const PASSING_HTTP = new Set([408, 429, 502, 503, 504]);

/**
 * Whether a failed event may succeed later without anybody's help, so that it must wait and never
 * be given up: the store or another part is away, busy or slow. What no rule knows counts as
 * passing only while the subgraph's own store does not answer either.
 */
export async function isTransient(
  error: unknown,
  pingStore: () => Promise<void>,
): Promise<boolean> {
  if (isRetryable(error)) return true;
  for (const { name, code, statusCode, meta } of causesOf(error)) {
    if (name === 'TimeoutError') return true;
    if (typeof code === 'string' && PASSING_STATES.test(code)) return true;
    const status = statusCode ?? (meta as { statusCode?: unknown } | undefined)?.statusCode;
    if (typeof status === 'number' && PASSING_HTTP.has(status)) return true;
  }
  return pingStore().then(
    () => false,
    () => true,
  );
}
