import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows } from '@emporium/db/sql';

/** Products that share most facts with this one; a shared category counts three times, those in stock come first among equals. */
export async function relatedProducts(em: SqlEntityManager, productId: string, limit: number): Promise<string[]> {
  const rows = await sqlRows<{ id: string }>(
    em,
    `with me as (select facets from search.document where generation = (select active from search.state) and id = ? and is_visible)
     select d.id from search.document d cross join me
     cross join lateral (select sum(case when starts_with(f, 'category=') then 3 else 1 end) as shared from unnest(d.facets) as f where f = any (me.facets)) as s
     where d.generation + 0 = (select active from search.state) and d.is_visible and d.id <> ? and d.facets && me.facets
     order by s.shared desc, d.in_stock desc, d.id limit ?`,
    [productId, productId, limit],
  );
  return rows.map((row) => row.id);
}

/** Categories with a visible product of which a word starts with the folded text. */
export async function categoriesByPrefix(em: SqlEntityManager, word: string, limit: number): Promise<{ id: string; name: string }[]> {
  return sqlRows<{ id: string; name: string }>(
    em,
    `select c.id, c.name from search.category c
     where not c.is_deleted and exists (select 1 from unnest(c.words) as w where starts_with(w, ?))
       and exists (select 1 from search.document d where d.generation + 0 = (select active from search.state) and d.is_visible
         and d.facets && array['category=' || c.slug])
     order by length(c.name), c.id limit ?`,
    [word, limit],
  );
}
