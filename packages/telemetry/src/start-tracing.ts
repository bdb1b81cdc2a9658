import { withDeadline } from '@emporium/resilience/deadline';
import { useTracer } from './tracer.js';

/** Where traces go and how many. */
export interface TracingOptions {
  /** Base address of an OTLP/HTTP receiver, e.g. `http://collector:4318`. */
  endpoint: string;
  sampler: Sampler;
  /** Of `traceidratio`: the share of traces that is kept, 0 to 1. */
  ratio: number;
  /** What is said of this process, e.g. `service.name`. */
  resource: Record<string, string>;
}

/**
 * Names as OTEL_TRACES_SAMPLER has them. `parentbased_…` does what the caller has decided, if there
 * is one.
 */
export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type Sampler = (typeof SAMPLERS)[number];

/** Hears when traces cannot be sent, and when they can again. */
export type TracingLog = Record<'info' | 'warn', (about: object, message: string) => void>;

/** Tracing that is switched on. */
export interface Tracing {
  /** Sends what has ended. Rejects when it cannot be sent. */
  flush(): Promise<void>;
  /**
   * Switches it off and sends what is left, for `limitMs` at most (default three seconds). Never
   * rejects.
   */
  stop(limitMs?: number): Promise<void>;
}

/** A process that ends does not wait longer for a receiver that is away, in milliseconds. */
const STOP_LIMIT_MS = 3_000;

/**
 * Switches tracing on in this process, which is called `service` unless the options name it;
 * without options it stays off and nothing of the SDK is loaded. A receiver that is away costs the
 * traces and nothing else: what waits is bounded (2,048 units of work), and no request waits for
 * it.
 */
export async function startTracing(
  options: TracingOptions | undefined,
  service: string,
  log: TracingLog,
): Promise<Tracing> {
  if (!options) return { flush: async () => undefined, stop: async () => undefined };
  const { openTracer } = await import('./otlp/open-tracer.adapter.js');
  const { tracer, flush, shutdown } = openTracer(
    { ...options, resource: { 'service.name': service, ...options.resource } },
    log,
  );
  useTracer(tracer);
  return {
    flush,
    stop: async (limitMs = STOP_LIMIT_MS) => {
      useTracer(undefined);
      await withDeadline(limitMs, 'sending the last traces', shutdown).catch(() => undefined);
    },
  };
}
