import { beginWork } from './begin-work.js';
import { tracerInForce } from './tracer.js';
import { withinWork } from './within-work.js';
import { NO_WORK, type Work, type WorkOptions } from './work.js';

/**
 * Runs `run` as a piece of work of this name, which fails when it rejects. Returns and throws what
 * `run` does.
 */
export function traceWork<T>(
  name: string,
  options: WorkOptions,
  run: (work: Work) => Promise<T>,
): Promise<T> {
  if (!tracerInForce()) return run(NO_WORK);
  const work = beginWork(name, options);
  return withinWork(work, async () => {
    try {
      return await run(work);
    } catch (error) {
      work.fail(error);
      throw error;
    } finally {
      work.end();
    }
  });
}
