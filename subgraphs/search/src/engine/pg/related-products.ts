import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql, type SqlBool } from 'kysely';
import { visible } from './conditions.js';
import { query } from './tables.js';

/**
 * Products that share most facts with this one; a shared category counts three times, those in
 * stock come first among equals.
 */
export async function relatedProducts(
  em: SqlEntityManager,
  productId: string,
  limit: number,
): Promise<string[]> {
  const shared = sql<{ shared: number }>`(
    select sum(case when starts_with(f, 'category=') then 3 else 1 end) as shared from unnest(d.facets) as f where f = any (me.facets))`;
  const rows = await query({ em })
    .with('me', (db) =>
      db
        .selectFrom('Document as d')
        .select('d.facets')
        .where('d.generation', '=', (eb) => eb.selectFrom('State').select('active'))
        .where('d.id', '=', productId)
        .where('d.isVisible', '=', true),
    )
    .selectFrom('Document as d')
    .crossJoin('me')
    .innerJoinLateral(shared.as('s'), (join) => join.onTrue())
    .select('d.id')
    .where(visible({ em }))
    .where('d.id', '<>', productId)
    .where((eb) => sql<SqlBool>`${eb.ref('d.facets')} && ${eb.ref('me.facets')}`)
    .orderBy('s.shared', 'desc')
    .orderBy('d.inStock', 'desc')
    .orderBy('d.id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Categories with a visible product of which a word starts with the folded text. */
export async function categoriesByPrefix(
  em: SqlEntityManager,
  word: string,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  return query({ em })
    .selectFrom('Category as c')
    .select(['c.id', 'c.name'])
    .where('c.isDeleted', '=', false)
    .where(
      (eb) =>
        sql<SqlBool>`exists (select 1 from unnest(${eb.ref('c.words')}) as w where starts_with(w, ${word}))`,
    )
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('Document as d')
          .select('d.id')
          .where(visible({ em }))
          .where(
            (inner) =>
              sql<SqlBool>`${inner.ref('d.facets')} && array['category=' || ${inner.ref('c.slug')}]`,
          ),
      ),
    )
    .orderBy((eb) => eb.fn('length', ['c.name']))
    .orderBy('c.id')
    .limit(limit)
    .execute();
}
