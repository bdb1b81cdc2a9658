import { around, tracerInForce } from './tracer.js';
import type { Attributes } from './work.js';

/** What is over, e.g. a statement. */
export interface DoneWork {
  name: string;
  attributes: Attributes;
  error?: unknown;
}

/**
 * Tells of work of the last `ms` milliseconds that ends now, as a part of the work around it.
 * Outside of any, nothing is told. `describe` is called only when somebody will see it.
 */
export function noteWork(ms: number, describe: () => DoneWork): void {
  const tracer = tracerInForce();
  const parent = tracer && around.getStore()?.work;
  if (!parent?.isRecorded) return;
  const { name, attributes, error } = describe();
  const work = tracer!.begin(name, { kind: 'client', attributes }, parent, Date.now() - ms);
  if (error !== undefined) work.fail(error);
  work.end();
}
