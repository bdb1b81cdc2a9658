import type { RequestError } from '../request/request-error.js';

/**
 * What waits, in order, for one reader who may be slower than those who write; it never grows
 * beyond its bound.
 */
export interface Backlog<T> {
  /** False, and nothing is kept, when it is full. */
  push(value: T): boolean;
  /** Ends the reading at once, whatever still waits; only the first call counts. */
  end(why?: RequestError): void;
  /** Why it was ended, when there is something to say about it. */
  readonly rejection: RequestError | undefined;
  read(): AsyncGenerator<T, void>;
}

/** Makes an empty one for so many values. */
export function backlog<T>(bound: number): Backlog<T> {
  const waiting: T[] = [];
  let wake: (() => void) | undefined;
  let ended = false;
  let rejection: RequestError | undefined;
  return {
    push(value) {
      if (ended) return true;
      if (waiting.length >= bound) return false;
      waiting.push(value);
      wake?.();
      return true;
    },
    end(why) {
      if (!ended) rejection = why;
      ended = true;
      wake?.();
    },
    get rejection() {
      return rejection;
    },
    async *read() {
      while (!ended) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
