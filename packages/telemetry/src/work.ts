/**
 * Facts about a piece of work, named after the semantic conventions of OpenTelemetry. Never values
 * of persons; undefined is left out.
 */
export type Attributes = Record<string, string | number | boolean | undefined>;

/** How a piece of work begins. */
export interface WorkOptions {
  /**
   * `server` and `consumer`: asked by another process; `client` and `producer`: asks one. Default
   * `internal`.
   */
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  attributes?: Attributes;
  /**
   * W3C traceparent of its cause, e.g. from a message; any other text begins a trace. Default: the
   * work around it.
   */
  parent?: string | undefined;
}

/** A piece of work that is going on. After its end nothing changes it. */
export interface Work {
  /** W3C traceparent to hand on; undefined while tracing is off. */
  readonly traceparent: string | undefined;
  /** False when nobody will see it: then facts that cost something need not be found out. */
  readonly isRecorded: boolean;
  set(attributes: Attributes): void;
  /** It failed; only the kind of the error is told. */
  fail(error: unknown): void;
  end(): void;
}

const nothing = (): void => undefined;

/** The work of a process that does not trace. */
export const NO_WORK: Work = {
  traceparent: undefined,
  isRecorded: false,
  set: nothing,
  fail: nothing,
  end: nothing,
};
