import { around, tracerInForce, type Place } from './tracer.js';
import type { WorkOptions } from './work.js';

/**
 * Runs `run` as a piece of work that is only told when something begins inside or it fails: a job
 * that looks every second and finds nothing would bury everything else. Statements alone are no
 * beginning. It is the first of its trace.
 */
export async function traceWhenBusy<T>(
  name: string,
  options: WorkOptions,
  run: () => Promise<T>,
): Promise<T> {
  const tracer = tracerInForce();
  if (!tracer) return run();
  const startedAt = Date.now();
  const place: Place = {
    work: undefined,
    open: () => (place.work ??= tracer.begin(name, options, undefined, startedAt)),
  };
  return around.run(place, async () => {
    try {
      return await run();
    } catch (error) {
      place.open().fail(error);
      throw error;
    } finally {
      place.work?.end();
    }
  });
}
