import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql, type Expression, type SqlBool } from 'kysely';
import type { PlanFilter, PriceRange, SearchPlan } from '../../plan/search-plan.js';
import { pairKey } from './document-row.js';
import { document, query } from './tables.js';
import type { TextQuery } from './text-query.js';

/** A condition on documents under the alias `d`. */
export type Condition = Expression<SqlBool>;

/** Visible documents of the active generation. */
export function visible(ctx: { em: SqlEntityManager }): Condition {
  // "+ 0" keeps the planner, which has no statistics in the embedded database, from choosing the
  // generation as the narrowest condition.
  const active = query(ctx).selectFrom('State').select('active');
  return document.and([
    document(sql`${document.ref('d.generation')} + 0`, '=', active),
    document.ref('d.isVisible'),
  ]);
}

/** Visible documents of the active generation that match the text. */
export function matching(
  ctx: { em: SqlEntityManager },
  plan: SearchPlan,
  text: TextQuery | undefined,
): Condition {
  if (plan.text === '') return visible(ctx);
  if (text)
    return document.and([
      visible(ctx),
      sql<SqlBool>`${document.ref('d.tsv')} @@ ${text.match}::tsquery`,
    ]);
  // No words, e.g. "%": names that hold these very characters.
  return document.and([
    visible(ctx),
    sql<SqlBool>`strpos(${document.ref('d.nameFolded')}, ${plan.text}) > 0`,
  ]);
}

/** Whether a document passes one filter. */
export function passes(filter: PlanFilter): Condition {
  switch (filter.kind) {
    case 'terms':
      return sharesFacet(filter.values.map((value) => pairKey(filter.name, value)));
    case 'availability':
      return document('d.inStock', '=', filter.inStock);
    case 'price': {
      const ranges =
        filter.ranges.length > 0 ? sql.join(filter.ranges.map(inRange), sql` or `) : sql`false`;
      return sql<SqlBool>`exists (select 1 from unnest(${document.ref('d.prices')}) as p where ${ranges})`;
    }
  }
}

/** Whether a document has one of the facets. */
export function sharesFacet(facets: readonly string[]): Condition {
  return sql<SqlBool>`${document.ref('d.facets')} && array[${sql.join(facets)}]::text[]`;
}

function inRange(range: PriceRange) {
  const bounds = [
    ...(range.from === undefined ? [] : [sql`p >= ${range.from}`]),
    ...(range.to === undefined ? [] : [sql`p <= ${range.to}`]),
    ...(range.below === undefined ? [] : [sql`p < ${range.below}`]),
  ];
  return bounds.length === 0 ? sql`true` : sql`(${sql.join(bounds, sql` and `)})`;
}
