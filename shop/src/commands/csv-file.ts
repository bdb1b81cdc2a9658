import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file in parts. It stands under its name only when it is complete: a command that fails
 * leaves a file of before as it was.
 */
export function csvFile(path: string) {
  const partial = `${path}.partial`;
  let begun = false;
  return {
    add(text: string): void {
      if (begun) appendFileSync(partial, text);
      else writeFileSync(partial, text);
      begun = true;
    },
    complete(): void {
      if (begun) renameSync(partial, path);
      begun = false;
    },
    /** Removes what is not complete. */
    abandon(): void {
      if (begun) rmSync(partial, { force: true });
    },
  };
}
