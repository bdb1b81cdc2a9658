import type { PlanFilter, PriceRange, SearchPlan } from '../../plan/search-plan.js';
import { pairOf } from './product-source.js';
import type { TextQuery } from './text-query.js';
import { VISIBLE } from './understand-words.js';

/** Visible documents that match the text. */
export function matching(
  plan: SearchPlan,
  query: TextQuery | undefined,
): { must: object[]; filter: object[] } {
  if (plan.text === '') return { must: [], filter: [VISIBLE] };
  if (query) return { must: [query.must], filter: [VISIBLE] };
  // No words, e.g. "%": names that hold these very characters.
  return {
    must: [],
    filter: [
      VISIBLE,
      {
        wildcard: { name_folded: { value: `*${plan.text.replace(/[\\*?]/g, String.raw`\$&`)}*` } },
      },
    ],
  };
}

/** What a document must be to pass one filter. */
export function passes(filter: PlanFilter): object {
  switch (filter.kind) {
    case 'terms':
      return { terms: { pairs: filter.values.map((value) => pairOf(filter.name, value)) } };
    case 'availability':
      return { term: { in_stock: filter.inStock } };
    case 'price':
      return filter.ranges.length === 0
        ? { match_none: {} }
        : { bool: { should: filter.ranges.map(priceIn), minimum_should_match: 1 } };
  }
}

function priceIn({ from, to, below }: PriceRange): object {
  return {
    range: {
      prices: {
        ...(from === undefined ? {} : { gte: from }),
        ...(to === undefined ? {} : { lte: to }),
        ...(below === undefined ? {} : { lt: below }),
      },
    },
  };
}
