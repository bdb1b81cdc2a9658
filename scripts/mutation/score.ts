import { relative } from 'node:path';

/** What Stryker says of one changed line. */
export interface Mutant {
  fileName: string;
  status: string;
  mutatorName: string;
  replacement?: string | undefined;
  location: { start: { line: number; column: number } };
}

const NOTICED = new Set(['Killed', 'Timeout']);
const UNNOTICED = new Set(['Survived', 'NoCoverage']);

/**
 * How many of the changes that ran, or that no test reaches, were noticed; `score` in percent, 100
 * when there are none.
 */
export function scoreOf(mutants: readonly Mutant[]): {
  score: number;
  noticed: number;
  counted: number;
} {
  const noticed = mutants.filter(({ status }) => NOTICED.has(status)).length;
  const counted = noticed + mutants.filter(({ status }) => UNNOTICED.has(status)).length;
  return { score: counted === 0 ? 100 : (noticed / counted) * 100, noticed, counted };
}

/** One line for each change that nobody noticed, in the order of the files. */
export function survivorLines(mutants: readonly Mutant[], root: string): string[] {
  return mutants
    .filter(({ status }) => UNNOTICED.has(status))
    .map(({ fileName, location: { start }, mutatorName, replacement = '', status }) => {
      const text = replacement.replace(/\s+/g, ' ').slice(0, 100);
      return `${relative(root, fileName)}:${start.line}:${start.column} ${status} ${mutatorName} -> ${text}`;
    })
    .sort();
}
