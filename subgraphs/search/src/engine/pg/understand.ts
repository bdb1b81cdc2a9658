import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql } from 'kysely';
import type { SearchPlan } from '../../plan/search-plan.js';
import { editDistance, forgivenErrors, withOneLetterLess } from '../../text/edit-distance.js';
import { ownFunction, query } from './tables.js';

/** A word of the index that a typed word stands for. */
export interface Meaning {
  word: string;
  stem: string;
  /** Typing errors between the two; 0 for a form of the same word or its completion. */
  errors: number;
}

/** What the index knows about a typed word. */
export interface Understood {
  /** Lexeme of the word itself; '' for words that are never indexed (the, and). */
  stem: string;
  /**
   * The word in its forms, else its completions, else its corrections, best first; empty = nothing
   * like it is known.
   */
  meanings: Meaning[];
  /** True when the index has the word in some form. */
  isKnown: boolean;
}

const MAX_MEANINGS = 12;

interface Candidate {
  token: string;
  stem: string;
  word: string | null;
  wordStem: string | null;
  reason: 'stem' | 'prefix' | 'typo' | null;
}

/** Looks up all words of a plan in one statement. */
export async function understand(
  em: SqlEntityManager,
  plan: SearchPlan,
): Promise<Map<string, Understood>> {
  const typed = new Set(plan.segments.flatMap((segment) => segment.typed));
  const tokens = [
    ...new Set([...typed, ...plan.segments.flatMap((segment) => segment.others.flat())]),
  ];
  if (tokens.length === 0) return new Map();
  const last = plan.isPrefix ? plan.segments.at(-1)?.typed.at(-1) : undefined;
  const request = tokens.map((token) => ({
    token,
    forms: typed.has(token) && forgivenErrors(token) > 0 ? withOneLetterLess(token) : [],
    is_long: typed.has(token) && forgivenErrors(token) > 1,
    // In the collation of the column everything that starts with the word lies between the two.
    prefix_from: token === last && token.length > 1 ? token : null,
    prefix_to: token === last && token.length > 1 ? `${token}\u{10FFFF}` : null,
  }));
  const findWords = ownFunction({ em }, 'find_words');
  const { rows } =
    await sql<Candidate>`select * from ${findWords}(${JSON.stringify(request)}::jsonb)`.execute(
      query({ em }),
    );
  return new Map(
    tokens.map((token) => [
      token,
      toUnderstood(
        token,
        rows.filter((row) => row.token === token),
      ),
    ]),
  );
}

function toUnderstood(token: string, rows: readonly Candidate[]): Understood {
  const found = rows.filter((row) => row.word !== null && row.wordStem !== '');
  const meanings = (reason: Candidate['reason'], errors: (word: string) => number): Meaning[] =>
    found
      .filter((row) => row.reason === reason)
      .map((row) => ({ word: row.word!, stem: row.wordStem!, errors: errors(row.word!) }));
  const stem = rows[0]?.stem ?? '';
  const same = meanings('stem', () => 0);
  const prefixes = meanings('prefix', () => 0);
  if (same.length > 0) return { stem, meanings: distinct([...same, ...prefixes]), isKnown: true };
  if (prefixes.length > 0) return { stem, meanings: distinct(prefixes), isKnown: false };
  const most = forgivenErrors(token);
  const typos = meanings('typo', (word) => editDistance(token, word, most)).filter(
    (meaning) => meaning.errors <= most,
  );
  // People rarely mistype the first letter, so a correction that keeps it is the likelier one.
  const firstLetter = (word: string) => (word[0] === token[0] ? 0 : 1);
  typos.sort(
    (a, b) =>
      a.errors - b.errors ||
      firstLetter(a.word) - firstLetter(b.word) ||
      (a.word < b.word ? -1 : 1),
  );
  return { stem, meanings: distinct(typos), isKnown: false };
}

function distinct(meanings: readonly Meaning[]): Meaning[] {
  return [...new Map(meanings.toReversed().map((meaning) => [meaning.word, meaning])).values()]
    .toReversed()
    .slice(0, MAX_MEANINGS);
}
