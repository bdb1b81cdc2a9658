import type { PlanFilter, SearchPlan } from '../../plan/search-plan.js';
import type { Counts, FacetCount } from '../search-engine.js';
import { matching, passes } from './filters.js';
import type { IndexNames } from './index-names.js';
import { labelsOf } from './find-categories.js';
import type { LuceneServer } from './lucene-server.js';
import type { TextQuery } from './text-query.js';

const MAX_VALUES = 50;
const MAX_FACETS = 200;

interface Bucket {
  key: string | number;
  doc_count: number;
}
interface NamedBucket extends Bucket {
  values: { buckets: Bucket[] };
}
interface Aggregations {
  all: { doc_count: number; facets: { names: { buckets: NamedBucket[] } } };
  stock: { values: { buckets: Bucket[] } };
  prices: { steps: { buckets: (Bucket & { from: number })[] } };
  [own: `own ${number}`]: { facets: { name: { values: { buckets: Bucket[] } } } };
}

/**
 * Total and facets in one request. Each facet is counted over the documents that pass all filters
 * but its own.
 */
export async function countFacets(
  server: LuceneServer,
  names: IndexNames,
  plan: SearchPlan,
  query: TextQuery | undefined,
): Promise<Counts> {
  const but = (skip?: (filter: PlanFilter) => boolean) => ({
    bool: { filter: plan.filters.filter((filter) => !skip?.(filter)).map(passes) },
  });
  const values = { terms: { field: 'facets.value', size: MAX_VALUES } };
  const chosen = plan.filters.flatMap((filter) => (filter.kind === 'terms' ? [filter.name] : []));
  const own = chosen.map((name, i) => [
    `own ${i}`,
    {
      filter: but((filter) => filter.kind === 'terms' && filter.name === name),
      aggs: {
        facets: {
          nested: { path: 'facets' },
          aggs: { name: { filter: { term: { 'facets.name': name } }, aggs: { values } } },
        },
      },
    },
  ]);
  const steps = plan.priceSteps.map((from, i) => ({
    from,
    ...(i + 1 < plan.priceSteps.length ? { to: plan.priceSteps[i + 1] } : {}),
  }));
  const body = {
    size: 0,
    track_total_hits: false,
    timeout: `${server.timeouts.search}ms`,
    query: { bool: { ...matching(plan, query), minimum_should_match: 0 } },
    aggs: {
      all: {
        filter: but(),
        aggs: {
          facets: {
            nested: { path: 'facets' },
            aggs: {
              names: { terms: { field: 'facets.name', size: MAX_FACETS }, aggs: { values } },
            },
          },
        },
      },
      ...Object.fromEntries(own),
      stock: {
        filter: but((filter) => filter.kind === 'availability'),
        aggs: { values: { terms: { field: 'in_stock' } } },
      },
      prices: {
        filter: but((filter) => filter.kind === 'price'),
        aggs: { steps: { range: { field: 'prices', ranges: steps } } },
      },
    },
  };
  const { aggregations } = await server.search<{ aggregations: Aggregations }>(
    `/${names.products}/_search`,
    body,
    {
      allow_partial_search_results: false,
    },
  );
  const terms = await withLabels(server, names, toTerms(aggregations, chosen));
  return {
    total: aggregations.all.doc_count,
    terms,
    prices: aggregations.prices.steps.buckets.flatMap(({ from, doc_count }) =>
      doc_count > 0 ? [{ step: from, count: doc_count }] : [],
    ),
  };
}

function toTerms(aggregations: Aggregations, chosen: readonly string[]): FacetCount[] {
  const counts = (name: string, buckets: readonly Bucket[]) =>
    buckets.map(({ key, doc_count }) => ({
      name,
      value: String(key),
      label: String(key),
      count: doc_count,
    }));
  const others = aggregations.all.facets.names.buckets.filter(
    ({ key }) => !chosen.includes(String(key)),
  );
  return [
    ...others.flatMap(({ key, values }) => counts(String(key), values.buckets)),
    ...chosen.flatMap((name, i) =>
      counts(name, aggregations[`own ${i}`]!.facets.name.values.buckets),
    ),
    ...aggregations.stock.values.buckets.flatMap(({ key, doc_count }) =>
      counts('availability', [{ key: key === 1 ? 'in-stock' : 'out-of-stock', doc_count }]),
    ),
  ];
}

async function withLabels(
  server: LuceneServer,
  names: IndexNames,
  terms: readonly FacetCount[],
): Promise<FacetCount[]> {
  const slugs = terms.flatMap((term) => (term.name === 'category' ? [term.value] : []));
  const labels = await labelsOf(server, names, slugs);
  return terms.map((term) =>
    term.name === 'category' ? { ...term, label: labels.get(term.value) ?? term.value } : term,
  );
}
