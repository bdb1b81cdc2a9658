import { around, tracerInForce } from './tracer.js';
import { NO_WORK, type Work, type WorkOptions } from './work.js';

/** Begins a piece of work whose end is another event; the caller must end it. For all other work see traceWork. */
export function beginWork(name: string, options: WorkOptions = {}): Work {
  const tracer = tracerInForce();
  if (!tracer) return NO_WORK;
  return tracer.begin(name, options, options.parent ?? around.getStore()?.open());
}
