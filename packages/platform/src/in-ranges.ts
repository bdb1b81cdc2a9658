import type { Ctx } from './context.js';
import type { InvariantCheck } from './define-subgraph.js';

/** Rows with a key behind `after`, up to and including `upTo`. */
export interface Range {
  after: string;
  upTo: string;
}

/** Keys per range: far less than a second of work for any check. */
const SIZE = 10_000;
/** Violations after which a check stops looking: whoever reads them knows enough. */
const MOST = 1_000;

/**
 * Looks for violations range by range, so that no statement grows with the table. `lastKey` gives
 * the last of the next `size` keys behind one, null when there is none.
 */
export async function inRanges(
  lastKey: (after: string, size: number) => Promise<string | null>,
  find: (range: Range) => Promise<string[]>,
  progress: (text: string) => void = () => undefined,
): Promise<string[]> {
  const found: string[] = [];
  let ranges = 0;
  for (let after = ''; found.length < MOST;) {
    const upTo = await lastKey(after, SIZE);
    if (upTo === null) break;
    found.push(...(await find({ after, upTo })));
    after = upTo;
    progress(`about ${++ranges * SIZE} rows`);
  }
  return found;
}

/**
 * Makes a check of one range of rows a check of all of them. `lastKey` walks over what is checked,
 * see inRanges.
 */
export function overRanges<S>(
  lastKey: (ctx: Ctx<S>, after: string, size: number) => Promise<string | null>,
  find: (ctx: Ctx<S>, range: Range) => Promise<string[]>,
): InvariantCheck<S>['run'] {
  return (ctx, progress) =>
    inRanges(
      (after, size) => lastKey(ctx, after, size),
      (range) => find(ctx, range),
      progress,
    );
}
