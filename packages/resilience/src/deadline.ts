import pTimeout from 'p-timeout';

/** Work that did not end in its time. */
export class DeadlineError extends Error {
  override name = 'DeadlineError';
  readonly retryable = true;
  constructor(what: string, ms: number) {
    super(`${what} did not end within ${ms} ms`);
  }
}

/**
 * Waits for `work` at most `ms` milliseconds, then aborts its signal and throws DeadlineError, or
 * the error that `toError` makes of it. What cannot be aborted goes on by itself, and its outcome
 * is ignored.
 */
export async function withDeadline<T>(
  ms: number,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
  toError: (error: DeadlineError) => Error = (error) => error,
): Promise<T> {
  const controller = new AbortController();
  const giveUp = (): never => {
    const error = toError(new DeadlineError(what, ms));
    controller.abort(error);
    throw error;
  };
  // What has no time left gets a moment: it may have its answer already.
  return pTimeout(work(controller.signal), { milliseconds: Math.max(1, ms), fallback: giveUp });
}
