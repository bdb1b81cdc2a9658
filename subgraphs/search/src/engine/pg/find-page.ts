import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql, type RawBuilder } from 'kysely';
import type { SearchPlan } from '../../plan/search-plan.js';
import type { Hit } from '../search-engine.js';
import { matching, passes } from './conditions.js';
import { document, query } from './tables.js';
import type { TextQuery } from './text-query.js';

/** A hit with the words of its product. */
export interface FoundHit {
  hit: Hit;
  words: string[];
}

/** One page of hits and one more, when there is one. */
export async function findPage(
  em: SqlEntityManager,
  plan: SearchPlan,
  text: TextQuery | undefined,
): Promise<FoundHit[]> {
  const ctx = { em };
  const { key, descending, cast } = sortOf(plan);
  const { after } = plan;
  const direction = descending ? 'desc' : 'asc';
  const rows = await query(ctx)
    .with('found', (db) =>
      db
        .selectFrom('Document as d')
        .innerJoinLateral(
          sql<{ score: string }>`(select ${scoreOf(plan, text)} as score)`.as('s'),
          (join) => join.onTrue(),
        )
        .select(['d.generation', 'd.id', 's.score', key.as('sortValue')])
        .where(document.and([matching(ctx, plan, text), ...plan.filters.map(passes)])),
    )
    .with('page', (db) =>
      db
        .selectFrom('found as f')
        .selectAll('f')
        .$if(after !== undefined, (found) =>
          found.where((eb) => {
            const position = sql<string>`${after!.value}::${cast}`;
            const beyond = eb('f.sortValue', descending ? '<' : '>', position);
            return eb.or([
              beyond,
              eb.and([eb('f.sortValue', '=', position), eb('f.id', '>', after!.id)]),
            ]);
          }),
        )
        .orderBy('f.sortValue', direction)
        .orderBy('f.id')
        .limit(plan.size + 1),
    )
    .selectFrom('page as f')
    .innerJoin('Document as d', (join) =>
      join.onRef('d.generation', '=', 'f.generation').onRef('d.id', '=', 'f.id'),
    )
    .select([
      'd.id',
      'd.version',
      'd.name',
      'd.slug',
      'd.description',
      'd.imageAssetId',
      'd.currency',
      'd.priceMin',
      'd.priceMax',
    ])
    .select(['d.inStock', 'd.variants', 'd.words', 'f.score', 'f.sortValue'])
    .orderBy('f.sortValue', direction)
    .orderBy('f.id')
    .execute();
  return rows.map(({ words, score, sortValue, ...hit }) => ({
    hit: { ...hit, score: Number(score), sortValue: Number(sortValue) },
    words,
  }));
}

/**
 * Relevance: where and how often words occur, more for words as typed, most for whole names and
 * stock keeping units; in stock breaks ties.
 */
function scoreOf(plan: SearchPlan, text: TextQuery | undefined) {
  if (plan.text === '') return sql`1::numeric`;
  const [tsv, name] = [document.ref('d.tsv'), document.ref('d.nameFolded')];
  const ranks = text
    ? sql`ts_rank(${tsv}, ${text.match}::tsquery) + 2 * ts_rank(${tsv}, ${text.exact}::tsquery)`
    : sql`0`;
  return sql`round((${ranks}
    + case when ${name} = ${plan.text} then 10 when starts_with(${name}, ${plan.text}) then 1 else 0 end
    + case when ${plan.text} = any (${document.ref('d.skus')}) then 20 else 0 end
    + case when ${document.ref('d.inStock')} then 0.05 else 0 end)::numeric, 6)`;
}

interface Sort {
  key: RawBuilder<string | number>;
  descending: boolean;
  cast: RawBuilder<unknown>;
}

function sortOf(plan: SearchPlan): Sort {
  switch (plan.sort) {
    case 'PRICE_ASC':
      return { key: sql`${document.ref('d.priceMin')}`, descending: false, cast: sql`bigint` };
    case 'PRICE_DESC':
      return { key: sql`${document.ref('d.priceMin')}`, descending: true, cast: sql`bigint` };
    case 'BEST_SELLING':
      return { key: sql`${document.ref('d.sold')}`, descending: true, cast: sql`bigint` };
    case 'NEWEST':
      return NEWEST;
    case 'RELEVANCE':
      return plan.text === ''
        ? NEWEST
        : { key: sql`s.score`, descending: true, cast: sql`numeric` };
  }
}

const NEWEST: Sort = {
  key: sql`(extract(epoch from ${document.ref('d.createdAt')}) * 1000)::bigint`,
  descending: true,
  cast: sql`bigint`,
};
