import { causesOf } from '@emporium/db/causes-of';
import { isConnectionLost } from '@emporium/db/connection-lost';

/**
 * Whether nothing is wrong with what was asked, so that the same request may succeed later: a lost
 * store, or an error that says so itself by `retryable`, as those of internal calls, engines and
 * GraphQL answers do.
 */
export function isRetryable(error: unknown): boolean {
  if (isConnectionLost(error)) return true;
  for (const { retryable, extensions } of causesOf(error)) {
    if (
      retryable === true ||
      (extensions as { retryable?: unknown } | undefined)?.retryable === true
    )
      return true;
  }
  return false;
}
