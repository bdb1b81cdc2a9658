import type { SearchPlan, Segment } from '../../plan/search-plan.js';
import type { Understood } from './understand.js';

/**
 * A text search as PostgreSQL takes it; made of lexemes of the index only, never of what was typed.
 */
export interface TextQuery {
  /** tsquery that selects. */
  match: string;
  /** tsquery of the words as typed, which counts more; '' when none is known. */
  exact: string;
  /** Words that may have led to a hit. */
  words: string[];
  /** Typed words that had to be corrected, each with its corrections, best first. */
  corrections: { typed: string; words: string[] }[];
}

/** How words are joined: products must have all of them, or, when none has, some. */
export type MatchMode = 'all' | 'any';

/** Puts what was understood into a query; undefined when no product can match. */
export function toTextQuery(
  plan: SearchPlan,
  understood: Map<string, Understood>,
  mode: MatchMode,
): TextQuery | undefined {
  const needed = plan.segments.filter((segment) =>
    segment.typed.some((word) => understood.get(word)?.stem !== ''),
  );
  const parts = needed.map((segment) => segmentQuery(segment, understood));
  const possible = parts.filter((part) => part !== '');
  if (possible.length === 0 || (mode === 'all' && possible.length < parts.length)) return undefined;
  const exact = needed
    .map((segment) => and(segment.typed.map((word) => stemIfKnown(understood.get(word)))))
    .filter((part) => part !== '');
  const all = [...understood.values()];
  return {
    match: possible.join(mode === 'all' ? ' & ' : ' | '),
    exact: exact.join(' | '),
    words: [...new Set(all.flatMap((one) => one.meanings.map((meaning) => meaning.word)))],
    corrections: [...understood]
      .filter(([, one]) => one.meanings[0] !== undefined && one.meanings[0].errors > 0)
      .map(([typed, one]) => ({ typed, words: one.meanings.map((meaning) => meaning.word) })),
  };
}

function segmentQuery(segment: Segment, understood: Map<string, Understood>): string {
  const typed = and(segment.typed.map((word) => meaningsOf(understood.get(word))));
  const others = segment.others.map((words) =>
    and(words.map((word) => stemIfKnown(understood.get(word)))),
  );
  return or([typed, ...others].filter((part) => part !== ''));
}

/** Any of a word's meanings; null = the word is never indexed and need not be found. */
function meaningsOf(one: Understood | undefined): string | null {
  if (!one || (one.stem === '' && one.meanings.length === 0)) return null;
  return or([...new Set(one.meanings.map((meaning) => meaning.stem))].map(quote));
}

function stemIfKnown(one: Understood | undefined): string | null {
  if (!one || one.stem === '') return null;
  return one.isKnown ? quote(one.stem) : '';
}

/** All parts; '' when one of them cannot be found, nulls are left out. */
function and(parts: readonly (string | null)[]): string {
  const needed = parts.filter((part) => part !== null);
  if (needed.length === 0 || needed.includes('')) return '';
  return needed.length === 1 ? needed[0]! : `(${needed.join(' & ')})`;
}

function or(parts: readonly string[]): string {
  return parts.length <= 1 ? (parts[0] ?? '') : `(${parts.join(' | ')})`;
}

function quote(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
