import { around, tracerInForce } from './tracer.js';
import { NO_WORK, type Work, type WorkOptions } from './work.js';

/**
 * Begins a piece of work whose end is another event; the caller must end it. For all other work see
 * traceWork.
 */
export function beginWork(name: string, options: WorkOptions = {}): Work {
  const tracer = tracerInForce();
  if (!tracer) return NO_WORK;
  const { parent } = options;
  const place = around.getStore();
  if (parent === undefined) return tracer.begin(name, options, place?.open());
  // In one process the work around is often what the traceparent names; then nothing needs to be
  // read.
  return tracer.begin(name, options, parent === place?.work?.traceparent ? place.work : parent);
}
