import type { SourceFile } from './source-files.js';

const LIMIT = 250;
const MEDIAN = 60;

/** A file may exceed the limit with a first line `// long because <reason>`. */
const REASON = /^\/\/ long because \S/;

/**
 * Files small enough to read at a glance: none over 250 lines without a stated reason, the median
 * at most 60.
 */
export function fileSizes(files: SourceFile[]): string[] {
  const long = files
    .filter(({ lines, text }) => lines > LIMIT && !REASON.test(text))
    .map(
      ({ path, lines }) =>
        `${path} has ${lines} lines (limit ${LIMIT}): split it by what changes together, or start it with "// long because ..."`,
    );
  const median =
    files.map(({ lines }) => lines).sort((a, b) => a - b)[Math.floor((files.length - 1) / 2)] ?? 0;
  return median > MEDIAN
    ? [...long, `the median file has ${median} lines (limit ${MEDIAN}): split the longest ones`]
    : long;
}
