import type { SearchPlan } from '../../plan/search-plan.js';
import type { Page } from '../search-engine.js';
import { countFacets } from './count-facets.js';
import { type FoundHit, findPage } from './find-page.js';
import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';
import { correctedText, matchedWords } from './matched-words.js';
import { type TextQuery, toTextQuery } from './text-query.js';
import { understandWords } from './understand-words.js';

const NOTHING: Page = {
  hits: [],
  hasMore: false,
  isLoose: false,
  words: [],
  count: async () => ({ total: 0, terms: [], prices: [] }),
};

/**
 * At most five requests: words, page, page with some of the words when no product has all, and two
 * for counts when asked for.
 */
export async function searchPage(
  server: LuceneServer,
  names: IndexNames,
  plan: SearchPlan,
): Promise<Page> {
  const toPage = (
    query: TextQuery | undefined,
    found: readonly FoundHit[],
    isLoose: boolean,
  ): Page => {
    const corrected = query && correctedText(plan, query, found[0]);
    return {
      hits: found.slice(0, plan.size).map((one) => one.hit),
      hasMore: found.length > plan.size,
      isLoose,
      words: query ? matchedWords(query, found) : [],
      ...(corrected ? { didYouMean: corrected } : {}),
      count: () => countFacets(server, names, plan, query),
    };
  };
  if (plan.segments.length === 0)
    return toPage(undefined, await findPage(server, names, plan, undefined), false);
  const understood = await understandWords(server, names, plan);
  const all = toTextQuery(plan, understood, 'all');
  if (all && !plan.after?.isLoose) {
    const found = await findPage(server, names, plan, all);
    if (found.length > 0 || plan.after) return toPage(all, found, false);
  }
  const any = toTextQuery(plan, understood, 'any');
  return any ? toPage(any, await findPage(server, names, plan, any), true) : NOTHING;
}
