import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql } from 'kysely';
import type { PlanFilter, SearchPlan } from '../../plan/search-plan.js';
import type { Counts } from '../search-engine.js';
import { matching, passes } from './conditions.js';
import { query } from './tables.js';
import type { TextQuery } from './text-query.js';

const MAX_VALUES = 50;

interface CountRow {
  kind: 'total' | 'term' | 'stock' | 'price';
  name: string;
  value: string;
  label: string | null;
  count: number;
}

/**
 * Total and facets in one statement. The matching documents are found once, with one flag per
 * filter; each facet is then counted over the documents that pass all filters but its own. Written
 * in SQL because no builder has `unnest` over the columns of a row.
 */
export async function countFacets(
  em: SqlEntityManager,
  plan: SearchPlan,
  text: TextQuery | undefined,
): Promise<Counts> {
  const ctx = { em };
  const flag = (index: number) => sql.ref(`m.f${index}`);
  const flags = plan.filters.map(
    (filter, index) => sql`, (${passes(filter)}) as ${sql.id(`f${index}`)}`,
  );
  const but = (skip?: (filter: PlanFilter) => boolean) => {
    const others = plan.filters.flatMap((filter, index) => (skip?.(filter) ? [] : [flag(index)]));
    return others.length > 0 ? sql.join(others, sql` and `) : sql`true`;
  };
  const chosen = plan.filters.flatMap((filter) => (filter.kind === 'terms' ? [filter.name] : []));
  const own = (name: string) => but((filter) => filter.kind === 'terms' && filter.name === name);
  const chosenPairs = chosen.map(
    (name) => sql`union select key, count(*) from m cross join lateral unnest(m.facets) as u (key)
      where starts_with(key, ${`${name}=`}) and ${own(name)} group by key`,
  );
  const steps = sql.join(plan.priceSteps.map(Number).map((step) => sql.lit(step)));
  const { rows } = await sql<CountRow>`
    with m as materialized (
      select d.facets, d.prices, d.in_stock ${sql.join(flags, sql` `)} from ${sql.table('Document')} d where ${matching(ctx, plan, text)}),
    pair as (
      select key, count(*) as n from m cross join lateral unnest(m.facets) as u (key) where ${but()} group by key
      ${sql.join(chosenPairs, sql` `)}),
    term as (select split_part(key, '=', 1) as name, substr(key, strpos(key, '=') + 1) as value, max(n) as n from pair group by key),
    top as (select *, row_number() over (partition by name order by n desc, value) as place from term)
    select 'total' as kind, '' as name, '' as value, null as label, count(*) as count from m where ${but()}
    union all
    select 'term', t.name, t.value,
      case when t.name = 'category' then
        (select c.name from ${sql.table('Category')} c where c.slug = t.value and not c.is_deleted limit 1) end, t.n
    from top t where t.place <= ${sql.lit(MAX_VALUES)}
    union all
    select 'stock', 'availability', case when m.in_stock then 'in-stock' else 'out-of-stock' end, null, count(*)
    from m where ${but((filter) => filter.kind === 'availability')} group by m.in_stock
    union all
    select 'price', 'price', b.step::text, null, count(*)
    from m cross join lateral (select distinct width_bucket(p, array[${steps}]::bigint[]) as step from unnest(m.prices) as p) as b
    where ${but((filter) => filter.kind === 'price')} group by b.step`.execute(query(ctx));
  return toCounts(plan, rows);
}

function toCounts(plan: SearchPlan, rows: readonly CountRow[]): Counts {
  const of = (kind: CountRow['kind']) => rows.filter((row) => row.kind === kind);
  return {
    total: of('total')[0]?.count ?? 0,
    terms: [...of('term'), ...of('stock')].map(({ name, value, label, count }) => ({
      name,
      value,
      label: label ?? value,
      count,
    })),
    prices: of('price')
      .map(({ value, count }) => ({ step: plan.priceSteps[Number(value) - 1] ?? 0, count }))
      .toSorted((a, b) => a.step - b.step),
  };
}
