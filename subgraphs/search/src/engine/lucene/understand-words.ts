import type { SearchPlan } from '../../plan/search-plan.js';
import { forgivenErrors } from '../../text/edit-distance.js';
import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';
import { LONGEST_GRAM, SHORTEST_GRAM } from './product-index.js';
import { isStopWord } from './stop-words.js';

/** What visible products have of a word. */
export interface Understood {
  /** Never indexed (the, and). */
  isStop: boolean;
  /** The word in some form. */
  isKnown: boolean;
  /** Words that begin with it; looked for in the last word only. */
  hasEnds: boolean;
  /** Words that differ by a typing error or two; looked for in typed words only. */
  hasAlike: boolean;
}

export const VISIBLE = { term: { visible: true } };

/** Words in the forms of the same stem. */
export function sameWord(field: string, word: string, boost = 1): object {
  return { match: { [field]: { query: word, boost } } };
}

/** Words that begin with this one; `field` has a subfield of prefixes. */
export function startsWith(field: string, word: string): object {
  if (word.length > LONGEST_GRAM)
    return { prefix: { [field === 'text_name' ? 'text_name.words' : field]: { value: word } } };
  return { match: { [`${field}.prefixes`]: { query: word } } };
}

/**
 * Words one typing error away; in long words two behind a right first letter. Swapped neighbours
 * are one error.
 */
export function almost(field: string, word: string): object {
  const within = (fuzziness: number, prefix_length: number) => ({
    match: {
      [field]: {
        query: word,
        fuzziness,
        prefix_length,
        max_expansions: 50,
        fuzzy_transpositions: true,
      },
    },
  });
  return forgivenErrors(word) < 2
    ? within(1, 0)
    : { bool: { should: [within(1, 0), within(2, 1)], minimum_should_match: 1 } };
}

interface Answer {
  aggregations: { words: { buckets: Record<string, { doc_count: number }> } };
}

/** Looks up all words of a plan in one request: a word that the shop has is not corrected. */
export async function understandWords(
  server: LuceneServer,
  names: IndexNames,
  plan: SearchPlan,
): Promise<Map<string, Understood>> {
  const typed = new Set(plan.segments.flatMap((segment) => segment.typed));
  const words = [
    ...new Set([...typed, ...plan.segments.flatMap((segment) => segment.others.flat())]),
  ];
  const last = plan.isPrefix ? plan.segments.at(-1)?.typed.at(-1) : undefined;
  const filters: Record<string, object> = {};
  for (const [i, word] of words.entries()) {
    if (isStopWord(word)) continue;
    filters[`same ${i}`] = sameWord('words.stems', word);
    if (word === last && word.length >= SHORTEST_GRAM)
      filters[`ends ${i}`] = startsWith('words', word);
    if (typed.has(word) && forgivenErrors(word) > 0) filters[`alike ${i}`] = almost('words', word);
  }
  const found = Object.keys(filters).length === 0 ? {} : await countWords(server, names, filters);
  const has = (name: string) => (found[name]?.doc_count ?? 0) > 0;
  return new Map(
    words.map((word, i) => [
      word,
      {
        isStop: isStopWord(word),
        isKnown: has(`same ${i}`),
        hasEnds: has(`ends ${i}`),
        hasAlike: has(`alike ${i}`),
      },
    ]),
  );
}

async function countWords(
  server: LuceneServer,
  names: IndexNames,
  filters: Record<string, object>,
) {
  const body = {
    size: 0,
    track_total_hits: false,
    timeout: `${server.timeouts.search}ms`,
    query: { bool: { filter: [VISIBLE] } },
    aggs: { words: { filters: { filters } } },
  };
  const answer = await server.search<Answer>(`/${names.products}/_search`, body, {
    allow_partial_search_results: false,
  });
  return answer.aggregations.words.buckets;
}
