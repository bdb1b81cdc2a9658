import { AsyncLocalStorage } from 'node:async_hooks';
import type { Work, WorkOptions } from './work.js';

/** What makes units of work visible. */
export interface Tracer {
  /**
   * `parent`: the work around it or a traceparent. `startedAt`: epoch milliseconds, default now.
   */
  begin(
    name: string,
    options: WorkOptions,
    parent: Work | string | undefined,
    startedAt?: number,
  ): Work;
}

/** Where in a trace the running code is. */
export interface Place {
  /** Undefined while it waits for a reason to begin. */
  work: Work | undefined;
  /** Begins the work if it has not begun. */
  open(): Work;
}

/** The place of the running code, across everything that it waits for. */
export const around = new AsyncLocalStorage<Place>();

let inForce: Tracer | undefined;

/** The tracer of this process; undefined while tracing is off. */
export const tracerInForce = (): Tracer | undefined => inForce;

/** Sets the tracer of this process. */
export function useTracer(tracer: Tracer | undefined): void {
  inForce = tracer;
}
