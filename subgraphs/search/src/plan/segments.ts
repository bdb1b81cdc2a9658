import { chunks, findWords } from '../text/normalise.js';
import type { Segment } from './search-plan.js';

export const MAX_QUERY_LENGTH = 256;
const MAX_SEGMENTS = 12;
const LONGEST_TERM = 4;

/** Groups of terms that mean the same, e.g. `[["tee", "t-shirt"], ["sofa", "couch"]]`. */
export type SynonymGroups = readonly (readonly string[])[];

/**
 * Takes a text apart into what must be found. The text is only ever words: no character of it means
 * anything to an engine.
 */
export function toSegments(text: string, synonyms: SynonymGroups): Segment[] {
  const typed = chunks(text.slice(0, MAX_QUERY_LENGTH))
    .map(wordsOf)
    .filter((words) => words.length > 0)
    .slice(0, MAX_SEGMENTS);
  const terms = termIndex(synonyms);
  const segments: Segment[] = [];
  for (let at = 0; at < typed.length;) {
    const { length, others } = longestTerm(typed, at, terms);
    const words = typed.slice(at, at + length);
    const joined = words.filter((chunk) => chunk.length > 1).map((chunk) => [chunk.join('')]);
    segments.push({ typed: words.flat(), others: length === 1 ? [...joined, ...others] : others });
    at += length;
  }
  return segments;
}

function wordsOf(text: string): string[] {
  return findWords(text).map((found) => found.word);
}

/** Other terms of the groups by a term's words. */
function termIndex(synonyms: SynonymGroups): Map<string, string[][]> {
  const index = new Map<string, string[][]>();
  for (const group of synonyms) {
    const terms = group.map(wordsOf).filter((words) => words.length > 0);
    for (const term of terms) {
      const others = terms
        .filter((other) => other !== term)
        .flatMap((other) => (other.length > 1 ? [other, [other.join('')]] : [other]));
      const key = term.join(' ');
      index.set(key, [...(index.get(key) ?? []), ...others]);
    }
  }
  return index;
}

/**
 * The longest run of words from `at` that is a term with synonyms; a run of one when there is none.
 */
function longestTerm(
  typed: readonly string[][],
  at: number,
  terms: Map<string, string[][]>,
): { length: number; others: string[][] } {
  for (let length = Math.min(LONGEST_TERM, typed.length - at); length > 0; length--) {
    const others = terms.get(
      typed
        .slice(at, at + length)
        .flat()
        .join(' '),
    );
    if (others) return { length, others };
  }
  return { length: 1, others: [] };
}
