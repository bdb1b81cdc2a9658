import type { SearchPlan, Segment } from '../../plan/search-plan.js';
import { almost, sameWord, startsWith, type Understood } from './understand-words.js';

/** A text search in the engine's language; every word in it is a value, never syntax. */
export interface TextQuery {
  /** Scored. */
  must: object;
  /** Words in forms of which the stem is known: the engine tells which forms a hit has. */
  forms: string[];
  /** Typed word that may be unfinished. */
  unfinished: string | undefined;
  /** Typed words that the shop does not have, but ones like them. */
  misspelt: string[];
}

/** How words are joined: products must have all of them, or, when none has, some. */
export type MatchMode = 'all' | 'any';

/** A word as typed counts more than synonyms, completions and corrections. */
const AS_TYPED = 3;
const NAME = 6;
const FACTS = 3;

/** Puts what was understood into a query; undefined when no product can match. */
export function toTextQuery(
  plan: SearchPlan,
  understood: ReadonlyMap<string, Understood>,
  mode: MatchMode,
): TextQuery | undefined {
  const needed = plan.segments.filter((segment) =>
    segment.typed.some((word) => !understood.get(word)!.isStop),
  );
  const parts = needed.map((segment) => segmentQuery(segment, understood));
  const possible = parts.filter((part) => part !== undefined);
  if (possible.length === 0 || (mode === 'all' && possible.length < parts.length)) return undefined;
  const guessed = needed
    .filter((segment) => otherWays(segment, understood).length === 0)
    .flatMap((segment) => segment.typed);
  const last = plan.segments.at(-1)?.typed.at(-1);
  return {
    must: mode === 'all' ? all(possible) : any(possible),
    forms: [...understood].flatMap(([word, one]) => (one.isKnown ? [word] : [])),
    unfinished: last !== undefined && understood.get(last)!.hasEnds ? last : undefined,
    misspelt: [...new Set(guessed)].filter((word) => isMisspelt(understood.get(word)!)),
  };
}

function isMisspelt(one: Understood): boolean {
  return !one.isStop && !one.isKnown && !one.hasEnds && one.hasAlike;
}

function segmentQuery(
  segment: Segment,
  understood: ReadonlyMap<string, Understood>,
): object | undefined {
  const others = otherWays(segment, understood);
  // Who means something that we have did not mistype something else: a jumper is a pullover and not
  // for summer.
  const mayBeMisspelt = others.length === 0;
  const typed = allOf(
    segment.typed.map((word) => meaningOf(word, understood.get(word)!, mayBeMisspelt)),
  );
  const ways = typed === undefined ? others : [typed, ...others];
  // The sum, so that `t-shirt` finds what is called so before other shirts.
  return ways.length <= 1 ? ways[0] : any(ways);
}

function otherWays(segment: Segment, understood: ReadonlyMap<string, Understood>): object[] {
  return segment.others.flatMap(
    (words) => allOf(words.map((word) => knownWord(word, understood.get(word)!, 1))) ?? [],
  );
}

/** null: the word need not be found; undefined: it cannot be found. */
type Meaning = object | null | undefined;

function meaningOf(word: string, one: Understood, mayBeMisspelt: boolean): Meaning {
  const known = knownWord(word, one, AS_TYPED);
  if (known === null) return null;
  const ends = one.hasEnds
    ? inNameOrElsewhere(startsWith('text_name', word), startsWith('words', word))
    : undefined;
  const alike =
    mayBeMisspelt && isMisspelt(one)
      ? inNameOrElsewhere(almost('text_name.words', word), almost('words', word))
      : undefined;
  const ways = [known, ends, alike].filter((way) => way !== undefined);
  return ways.length === 0 ? undefined : best(ways);
}

function knownWord(word: string, one: Understood, boost: number): Meaning {
  if (one.isStop) return null;
  if (!one.isKnown) return undefined;
  return {
    dis_max: {
      tie_breaker: 0.3,
      queries: [
        sameWord('text_name', word, NAME * boost),
        sameWord('text_facts', word, FACTS * boost),
        sameWord('text_description', word, boost),
      ],
    },
  };
}

function inNameOrElsewhere(name: object, anywhere: object): object {
  return best([
    { constant_score: { filter: name, boost: NAME } },
    { constant_score: { filter: anywhere, boost: 1 } },
  ]);
}

function allOf(meanings: readonly Meaning[]): object | undefined {
  const needed = meanings.filter((meaning) => meaning !== null);
  if (needed.length === 0 || needed.includes(undefined)) return undefined;
  return all(needed as object[]);
}

function all(queries: readonly object[]): object {
  return queries.length === 1 ? queries[0]! : { bool: { must: queries } };
}

function any(queries: readonly object[]): object {
  return { bool: { should: queries, minimum_should_match: 1 } };
}

function best(queries: readonly object[]): object {
  return queries.length === 1 ? queries[0]! : { dis_max: { queries } };
}
