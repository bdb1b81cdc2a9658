import type { PlanFilter, PriceRange, SearchPlan } from '../../plan/search-plan.js';
import { pairKey } from './document-row.js';
import type { TextQuery } from './text-query.js';

/** A piece of SQL with its parameters. */
export interface Sql {
  sql: string;
  params: unknown[];
}

/** Visible documents of the active generation that match the text. */
export function matching(plan: SearchPlan, query: TextQuery | undefined): Sql {
  // "+ 0" keeps the planner, which has no statistics in the embedded database, from choosing the generation as the narrowest condition.
  const visible = `d.generation + 0 = (select active from search.state) and d.is_visible`;
  if (plan.text === '') return { sql: visible, params: [] };
  if (query) return { sql: `${visible} and d.tsv @@ ?::tsquery`, params: [query.match] };
  // No words, e.g. "%": names that hold these very characters.
  return { sql: `${visible} and strpos(d.name_folded, ?) > 0`, params: [plan.text] };
}

/** Whether a document passes one filter. */
export function passes(filter: PlanFilter): Sql {
  switch (filter.kind) {
    case 'terms':
      return { sql: `d.facets && array[?]::text[]`, params: [filter.values.map((value) => pairKey(filter.name, value))] };
    case 'availability':
      return { sql: `d.in_stock = ${filter.inStock}`, params: [] };
    case 'price':
      return {
        sql: `exists (select 1 from unnest(d.prices) as p where ${filter.ranges.map(rangeSql).join(' or ') || 'false'})`,
        params: filter.ranges.flatMap((range) => [range.from, range.to, range.below].filter((bound) => bound !== undefined)),
      };
  }
}

function rangeSql(range: PriceRange): string {
  const bounds = [
    ...(range.from === undefined ? [] : ['p >= ?']),
    ...(range.to === undefined ? [] : ['p <= ?']),
    ...(range.below === undefined ? [] : ['p < ?']),
  ];
  return bounds.length === 0 ? 'true' : `(${bounds.join(' and ')})`;
}

/** All of several conditions. */
export function allOf(conditions: readonly Sql[]): Sql {
  return {
    sql: conditions.map((condition) => `(${condition.sql})`).join(' and ') || 'true',
    params: conditions.flatMap((condition) => condition.params),
  };
}
