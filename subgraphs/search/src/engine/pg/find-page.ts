import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows } from '@emporium/db/sql';
import type { SearchPlan } from '../../plan/search-plan.js';
import type { Hit } from '../search-engine.js';
import { allOf, matching, passes, type Sql } from './conditions.js';
import type { TextQuery } from './text-query.js';

interface HitRow {
  id: string;
  version: number;
  name: string;
  slug: string;
  description: string;
  image_asset_id: string | null;
  currency: string;
  price_min: number;
  price_max: number;
  in_stock: boolean;
  variants: string;
  words: string;
  score: string | number;
  sort_value: string | number;
}

/** A hit with the words of its product. */
export interface FoundHit {
  hit: Hit;
  words: string[];
}

/** One page of hits and one more, when there is one. */
export async function findPage(em: SqlEntityManager, plan: SearchPlan, query: TextQuery | undefined): Promise<FoundHit[]> {
  const score = scoreOf(plan, query);
  const { key, descending, cast } = sortOf(plan);
  const after = plan.after;
  const direction = descending ? 'desc' : 'asc';
  const beyond: Sql = after
    ? {
        sql: `f.sort_value ${descending ? '<' : '>'} ?::${cast} or (f.sort_value = ?::${cast} and f.id > ?)`,
        params: [after.value, after.value, after.id],
      }
    : { sql: 'true', params: [] };
  const where = allOf([matching(plan, query), ...plan.filters.map(passes)]);
  const rows = await sqlRows<HitRow>(
    em,
    `with found as (
       select d.generation, d.id, s.score, ${key} as sort_value from search.document d cross join lateral (select ${score.sql} as score) as s where ${where.sql})
     select f.id, f.score::text as score, f.sort_value::text as sort_value, d.version, d.name, d.slug, d.description, d.image_asset_id, d.currency,
       d.price_min::float8 as price_min, d.price_max::float8 as price_max, d.in_stock, d.variants::text as variants, to_json(d.words)::text as words
     from (select * from found f where ${beyond.sql} order by f.sort_value ${direction}, f.id limit ?) as f
     join search.document d on d.generation = f.generation and d.id = f.id
     order by f.sort_value ${direction}, f.id`,
    [...score.params, ...where.params, ...beyond.params, plan.size + 1],
  );
  return rows.map((row) => ({ hit: toHit(row), words: JSON.parse(row.words) as string[] }));
}

/** Relevance: where and how often words occur, more for words as typed, most for whole names and stock keeping units; in stock breaks ties. */
function scoreOf(plan: SearchPlan, query: TextQuery | undefined): Sql {
  if (plan.text === '') return { sql: '1::numeric', params: [] };
  const ranks = query ? `ts_rank(d.tsv, ?::tsquery) + 2 * ts_rank(d.tsv, ?::tsquery)` : '0';
  return {
    sql: `round((${ranks} + case when d.name_folded = ? then 10 when starts_with(d.name_folded, ?) then 1 else 0 end
       + case when ? = any (d.skus) then 20 else 0 end + case when d.in_stock then 0.05 else 0 end)::numeric, 6)`,
    params: [...(query ? [query.match, query.exact] : []), plan.text, plan.text, plan.text],
  };
}

function sortOf(plan: SearchPlan): { key: string; descending: boolean; cast: string } {
  switch (plan.sort) {
    case 'PRICE_ASC':
      return { key: 'd.price_min', descending: false, cast: 'bigint' };
    case 'PRICE_DESC':
      return { key: 'd.price_min', descending: true, cast: 'bigint' };
    case 'BEST_SELLING':
      return { key: 'd.sold', descending: true, cast: 'bigint' };
    case 'NEWEST':
      return newest;
    case 'RELEVANCE':
      return plan.text === '' ? newest : { key: 's.score', descending: true, cast: 'numeric' };
  }
}

const newest = { key: `(extract(epoch from d.created_at) * 1000)::bigint`, descending: true, cast: 'bigint' };

function toHit(row: HitRow): Hit {
  return {
    id: row.id,
    version: row.version,
    score: Number(row.score),
    sortValue: Number(row.sort_value),
    name: row.name,
    slug: row.slug,
    description: row.description,
    imageAssetId: row.image_asset_id,
    currency: row.currency,
    priceMin: Number(row.price_min),
    priceMax: Number(row.price_max),
    inStock: row.in_stock,
    variants: JSON.parse(row.variants) as Hit['variants'],
  };
}
