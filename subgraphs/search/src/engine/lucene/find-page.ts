import { createHash } from 'node:crypto';
import type { SearchPlan } from '../../plan/search-plan.js';
import type { Hit } from '../search-engine.js';
import { matching, passes } from './filters.js';
import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';
import type { ProductSource } from './product-source.js';
import { sameWord } from './understand-words.js';
import type { TextQuery } from './text-query.js';

/** A hit with the words of its product, and those of them that are forms of a word searched for. */
export interface FoundHit {
  hit: Hit;
  words: string[];
  forms: string[];
}

interface Answer {
  hits: {
    hits: {
      _score: number | null;
      _source: ProductSource;
      sort: (string | number)[];
      highlight?: Record<string, string[]>;
    }[];
  };
}

const CARD = [
  'id',
  'version',
  'name',
  'slug',
  'description',
  'image_asset_id',
  'currency',
  'price_min',
  'price_max',
  'in_stock',
  'variants',
];
const OPEN = '\u0001';
const CLOSE = '\u0002';

/** One page of hits and one more, when there is one. */
export async function findPage(
  server: LuceneServer,
  names: IndexNames,
  plan: SearchPlan,
  query: TextQuery | undefined,
): Promise<FoundHit[]> {
  const { must, filter } = matching(plan, query);
  const { field, order } = sortOf(plan);
  const body = {
    size: plan.size + 1,
    track_total_hits: false,
    track_scores: true,
    timeout: `${server.timeouts.search}ms`,
    _source: query ? [...CARD, 'words'] : CARD,
    query: {
      bool: {
        must,
        filter: [...filter, ...plan.filters.map(passes)],
        ...(must.length > 0 ? { should: bonuses(plan) } : {}),
      },
    },
    sort: [{ [field]: order }, { id: 'asc' }],
    ...(plan.after ? { search_after: [plan.after.value, plan.after.id] } : {}),
    ...(query && query.forms.length > 0 ? { highlight: highlightForms(query.forms) } : {}),
  };
  const answer = await server.search<Answer>(`/${names.products}/_search`, body, {
    allow_partial_search_results: false,
    // The same copy for all pages of a text, since scores differ a little between copies.
    preference: createHash('sha256').update(plan.text).digest('hex').slice(0, 16),
  });
  return answer.hits.hits.map(({ _score, _source, sort, highlight }) => ({
    hit: toHit(_source, _score ?? 0, sort[0]!),
    words: query ? _source.words.split(' ') : [],
    forms: marked(highlight?.['words.stems'] ?? []),
  }));
}

/** Whole names and stock keeping units come first; being in stock decides between equals. */
function bonuses(plan: SearchPlan): object[] {
  const bonus = (filter: object, boost: number) => ({ constant_score: { filter, boost } });
  return [
    bonus({ term: { skus: plan.text } }, 2_000),
    bonus({ term: { name_folded: plan.text } }, 1_000),
    bonus({ prefix: { name_folded: { value: plan.text } } }, 20),
    bonus({ term: { in_stock: true } }, 0.5),
  ];
}

function highlightForms(forms: readonly string[]): object {
  return {
    type: 'unified',
    number_of_fragments: 0,
    pre_tags: [OPEN],
    post_tags: [CLOSE],
    fields: {
      'words.stems': {
        highlight_query: { bool: { should: forms.map((word) => sameWord('words.stems', word)) } },
      },
    },
  };
}

function marked(fragments: readonly string[]): string[] {
  return fragments.flatMap((text) =>
    text
      .split(OPEN)
      .slice(1)
      .map((part) => part.slice(0, part.indexOf(CLOSE))),
  );
}

function sortOf(plan: SearchPlan): { field: string; order: 'asc' | 'desc' } {
  switch (plan.sort) {
    case 'PRICE_ASC':
      return { field: 'price_min', order: 'asc' };
    case 'PRICE_DESC':
      return { field: 'price_min', order: 'desc' };
    case 'BEST_SELLING':
      return { field: 'sold', order: 'desc' };
    case 'NEWEST':
      return { field: 'created_at', order: 'desc' };
    case 'RELEVANCE':
      return { field: plan.text === '' ? 'created_at' : '_score', order: 'desc' };
  }
}

function toHit(source: ProductSource, score: number, sortValue: string | number): Hit {
  return {
    id: source.id,
    version: source.version,
    score,
    sortValue: Number(sortValue),
    name: source.name,
    slug: source.slug,
    description: source.description,
    imageAssetId: source.image_asset_id,
    currency: source.currency,
    priceMin: source.price_min,
    priceMax: source.price_max,
    inStock: source.in_stock,
    variants: source.variants,
  };
}
