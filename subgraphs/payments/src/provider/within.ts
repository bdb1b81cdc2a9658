import { withDeadline } from '@emporium/resilience/deadline';
import { ProviderUnavailableError } from './payment-provider.js';

/**
 * The work's result, or ProviderUnavailableError when it takes longer than `timeoutMs`. Its signal
 * says that nobody waits any more.
 */
export function within<T>(
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withDeadline(
    timeoutMs,
    'the call of the payment provider',
    work,
    (cause) => new ProviderUnavailableError(cause.message, { cause }),
  );
}
