/** Work that did not end in its time. */
export class DeadlineError extends Error {
  override name = 'DeadlineError';
  readonly retryable = true;
  constructor(what: string, ms: number) {
    super(`${what} did not end within ${ms} ms`);
  }
}

/**
 * Waits for `work` at most `ms` milliseconds, then aborts its signal and throws DeadlineError. What cannot be aborted goes on by itself,
 * and its outcome is ignored.
 */
export async function withDeadline<T>(ms: number, what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DeadlineError(what, ms);
      reject(error);
      controller.abort(error);
    }, ms);
  });
  try {
    return await Promise.race([work(controller.signal), over]);
  } finally {
    clearTimeout(timer);
  }
}
