import { decodeCursor, pageRequest, wrongCursor } from '@emporium/graphql/paging';
import { fold } from '../text/normalise.js';
import type { PlanSort, SearchPlan } from '../plan/search-plan.js';
import { MAX_QUERY_LENGTH, type SynonymGroups, toSegments } from '../plan/segments.js';
import { priceSteps } from '../plan/price-steps.js';
import { toFilters } from './to-filters.js';
import type { SearchArgs } from './search.inputs.js';

/**
 * Turns the arguments of a search into a plan. Throws BAD_USER_INPUT for what cannot be carried
 * out.
 */
export function toPlan(args: SearchArgs, synonyms: SynonymGroups, currency: string): SearchPlan {
  const sort = args.sort ?? 'RELEVANCE';
  const { size } = pageRequest({ first: args.first ?? null }, '', 24);
  const typed = args.query.slice(0, MAX_QUERY_LENGTH);
  const after = args.after == null ? undefined : position(sort, args.after);
  return {
    text: fold(typed).replace(/\s+/gu, ' ').trim(),
    segments: toSegments(typed, synonyms),
    isPrefix: !/\s$/u.test(typed),
    filters: toFilters(args.filters ?? [], currency),
    sort,
    size,
    ...(after ? { after } : {}),
    priceSteps: priceSteps(currency),
  };
}

/** Names the order of a cursor, so that it fits no other one. */
export function cursorOrder(sort: PlanSort, isLoose: boolean): string {
  return `search ${sort}${isLoose ? ' loose' : ''}`;
}

function position(sort: PlanSort, cursor: string): { value: number; id: string; isLoose: boolean } {
  const isLoose = Buffer.from(cursor, 'base64url')
    .toString('utf8')
    .startsWith(`["${cursorOrder(sort, true)}"`);
  const { value, id } = decodeCursor(cursorOrder(sort, isLoose), cursor);
  if (typeof value !== 'number' || (sort !== 'RELEVANCE' && !Number.isSafeInteger(value)))
    throw wrongCursor();
  return { value, id, isLoose };
}
