import { around, tracerInForce } from './tracer.js';

/**
 * W3C traceparent of the running work, for what it causes elsewhere; undefined outside of any, and
 * while tracing is off.
 */
export function currentTraceparent(): string | undefined {
  return tracerInForce() && around.getStore()?.open().traceparent;
}
