import { rateLimited } from '@emporium/graphql/app-errors';

/**
 * Runs the work unless its caller has so many running already: then throws RATE_LIMITED before any
 * work.
 */
export type FewAtATime = <T>(caller: string, work: () => Promise<T>) => Promise<T>;

/** Bounds what one caller keeps busy at a time in this process, database included. */
export function fewAtATime(most: number): FewAtATime {
  const running = new Map<string, number>();
  return async (caller, work) => {
    const count = running.get(caller) ?? 0;
    if (count >= most) throw rateLimited(1_000);
    running.set(caller, count + 1);
    try {
      return await work();
    } finally {
      const left = running.get(caller)! - 1;
      if (left > 0) running.set(caller, left);
      else running.delete(caller);
    }
  };
}
