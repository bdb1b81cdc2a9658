import { around, tracerInForce } from './tracer.js';
import { readTraceparent } from './read-traceparent.js';

/** Fields of a log line that lead to its trace. */
export interface LogFields {
  trace_id?: string;
  span_id?: string;
}

/**
 * Those of the running work, or of the given traceparent; none outside of any, and while tracing is
 * off.
 */
export function logFields(traceparent?: string): LogFields {
  if (!tracerInForce()) return {};
  const found = readTraceparent(traceparent ?? around.getStore()?.work?.traceparent);
  return found ? { trace_id: found.traceId, span_id: found.spanId } : {};
}
