import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows } from '@emporium/db/sql';
import type { PlanFilter, SearchPlan } from '../../plan/search-plan.js';
import type { Counts } from '../search-engine.js';
import { allOf, matching, passes } from './conditions.js';
import type { TextQuery } from './text-query.js';

const MOST_VALUES = 50;

interface CountRow {
  kind: 'total' | 'term' | 'stock' | 'price';
  name: string;
  value: string;
  label: string | null;
  count: number | string;
}

/**
 * Total and facets in one statement. The matching documents are found once, with one flag per filter; each facet is then counted over the
 * documents that pass all filters but its own.
 */
export async function countFacets(em: SqlEntityManager, plan: SearchPlan, query: TextQuery | undefined): Promise<Counts> {
  const match = matching(plan, query);
  const flags = plan.filters.map(passes);
  const flagged = flags.map((flag, i) => `(${flag.sql}) as f${i}`);
  const but = (skip?: (filter: PlanFilter) => boolean) =>
    allOf(plan.filters.flatMap((filter, i) => (skip?.(filter) ? [] : [{ sql: `m.f${i}`, params: [] }]))).sql;
  const chosen = plan.filters.flatMap((filter) => (filter.kind === 'terms' ? [filter.name] : []));
  const own = (name: string) => but((filter) => filter.kind === 'terms' && filter.name === name);
  const steps = plan.priceSteps.map(Number).join(', ');
  const rows = await sqlRows<CountRow>(
    em,
    `with m as materialized (
       select ${['d.facets', 'd.prices', 'd.in_stock', ...flagged].join(', ')} from search.document d where ${match.sql}),
     pair as (
       select key, count(*) as n from m cross join lateral unnest(m.facets) as u (key) where ${but()} group by key
       ${chosen.map((name) => `union select key, count(*) from m cross join lateral unnest(m.facets) as u (key) where starts_with(key, ?) and ${own(name)} group by key`).join('\n')}),
     term as (select split_part(key, '=', 1) as name, substr(key, strpos(key, '=') + 1) as value, max(n) as n from pair group by key),
     top as (select *, row_number() over (partition by name order by n desc, value) as place from term)
     select 'total' as kind, '' as name, '' as value, null as label, count(*) as count from m where ${but()}
     union all
     select 'term', t.name, t.value,
       case when t.name = 'category' then (select c.name from search.category c where c.slug = t.value and not c.is_deleted limit 1) end, t.n
     from top t where t.place <= ${MOST_VALUES}
     union all
     select 'stock', 'availability', case when m.in_stock then 'in-stock' else 'out-of-stock' end, null, count(*)
     from m where ${but((filter) => filter.kind === 'availability')} group by m.in_stock
     union all
     select 'price', 'price', b.step::text, null, count(*)
     from m cross join lateral (select distinct width_bucket(p, array[${steps}]::bigint[]) as step from unnest(m.prices) as p) as b
     where ${but((filter) => filter.kind === 'price')} group by b.step`,
    [...flags.flatMap((flag) => flag.params), ...match.params, ...chosen.map((name) => `${name}=`)],
  );
  return toCounts(plan, rows);
}

function toCounts(plan: SearchPlan, rows: readonly CountRow[]): Counts {
  const of = (kind: CountRow['kind']) => rows.filter((row) => row.kind === kind);
  return {
    total: Number(of('total')[0]?.count ?? 0),
    terms: [...of('term'), ...of('stock')].map((row) => ({
      name: row.name,
      value: row.value,
      label: row.label ?? row.value,
      count: Number(row.count),
    })),
    prices: of('price')
      .map((row) => ({ step: plan.priceSteps[Number(row.value) - 1] ?? 0, count: Number(row.count) }))
      .toSorted((a, b) => a.step - b.step),
  };
}
