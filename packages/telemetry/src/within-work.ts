import { around, tracerInForce } from './tracer.js';
import type { Work } from './work.js';

/** Runs `callback` as a part of the work: what begins inside, also later, is caused by it. */
export function withinWork<T>(work: Work, callback: () => T): T {
  if (!tracerInForce() || around.getStore()?.work === work) return callback();
  return around.run({ work, open: () => work }, callback);
}
