import { DeadlineError } from '@emporium/resilience/deadline';
import type { Dispatcher } from 'undici';

/** An answer that was read to its end. */
export interface WholeAnswer {
  statusCode: number;
  text: string;
}

/** When a request is given up. */
export interface RequestLimit {
  /** Milliseconds on the clock of `performance.now()`. */
  deadlineAt?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Sends a request and reads the whole answer, with neither a stream nor an abort signal of its own:
 * both cost more than the rest of a small call. Rejects with DeadlineError, with the signal's
 * reason, or with undici's error.
 */
export function wholeAnswer(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  limit: RequestLimit,
): Promise<WholeAnswer> {
  const { deadlineAt, signal } = limit;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let failure: Error | undefined;
    let timer: NodeJS.Timeout | undefined;
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: Error) => {
      settle();
      failure = error;
      reject(error);
      controller?.abort(error);
    };
    const onAbort = () => fail(signal!.reason as Error);
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    if (deadlineAt !== undefined) {
      const leftMs = Math.max(1, Math.round(deadlineAt - performance.now()));
      timer = setTimeout(
        () => fail(new DeadlineError(`${options.method} ${options.path}`, leftMs)),
        leftMs,
      );
    }
    let statusCode = 0;
    const chunks: Buffer[] = [];
    dispatcher.dispatch(options, {
      onRequestStart(given) {
        controller = given;
        // Given up while it waited for a connection.
        if (failure) given.abort(failure);
      },
      onResponseStart(_controller, status) {
        statusCode = status;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        settle();
        resolve({
          statusCode,
          text: (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString(),
        });
      },
      onResponseError(_controller, error) {
        settle();
        reject(error);
      },
    });
  });
}
