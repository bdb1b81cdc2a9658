import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { ProductDocument } from '../../document/product-document.js';
import { toRow } from './document-row.js';
import { lockProducts } from './lock-products.js';
import { addWords, forgetWords, shareWords } from './vocabulary.js';
import { writeStock } from './write-stock.js';

const COLUMNS = `version, is_visible, name, name_folded, slug, description, image_asset_id, currency, price_min, price_max, prices, in_stock, sold,
  created_at, facets, words, skus, variant_ids, variants, tsv`;

/** Where a write goes: the index that answers and the one that is being built, or only the latter. */
export type Target = { generation: number } | 'live';

function generations(target: Target): string {
  if (target === 'live')
    return `select active as generation from search.state union select building from search.state where building is not null`;
  return `select building as generation from search.state where building = ${Number(target.generation)}`;
}

/** Writes documents that are newer than what the index has, a whole batch in five statements. */
export async function writeDocuments(em: SqlEntityManager, documents: readonly ProductDocument[], target: Target): Promise<void> {
  if (documents.length === 0) return;
  const ids = documents.map((document) => document.id);
  const lost = await em.transactional(async (inner) => {
    const tx = inner as SqlEntityManager;
    await lockProducts(tx, ids);
    await shareWords(tx);
    await writeStock(
      tx,
      documents.flatMap((d) =>
        d.variants.map((v) => ({ variantId: v.id, productId: d.id, available: v.available, version: v.stockVersion })),
      ),
    );
    const rows = documents.map(toRow);
    const before = await sqlRows<{ word: string }>(tx, `select distinct unnest(words) as word from search.document where id in (?)`, [ids]);
    // Only words of what was really written: an old event must not bring back the words of a product that is gone.
    const now = new Set(await upsert(tx, rows, target));
    await addWords(tx, [...now]);
    return before.map((row) => row.word).filter((word) => !now.has(word));
  });
  await forgetWords(em, lost);
}

/** Returns the words of the visible documents it wrote. */
async function upsert(tx: SqlEntityManager, rows: readonly object[], target: Target): Promise<string[]> {
  const assignments = COLUMNS.split(',').map((column) => `${column.trim()} = excluded.${column.trim()}`);
  const vector = (column: string, weight: string) => `search.words_vector(r.${column}, '${weight}')`;
  const written = await sqlRows<{ words: string }>(
    tx,
    `insert into search.document as t (generation, id, ${COLUMNS})
     select g.generation, r.id, r.version, r.is_visible, r.name, r.name_folded, r.slug, r.description, r.image_asset_id, r.currency, r.price_min,
       r.price_max, r.prices, exists (select 1 from search.stock s where s.variant_id = any (r.variant_ids) and s.available > 0),
       (select coalesce(sum(pieces), 0)::integer from search.sales s where s.variant_id = any (r.variant_ids)),
       r.created_at, r.facets, r.words, r.skus, r.variant_ids, r.variants,
       ${vector('words_a', 'A')} || ${vector('words_b', 'B')} || ${vector('words_d', 'D')}
     from jsonb_to_recordset(?::jsonb) as r (id text, version integer, is_visible boolean, name text, name_folded text, slug text, description text,
       image_asset_id text, currency text, price_min bigint, price_max bigint, prices bigint[], created_at timestamptz, facets text[], words text[],
       skus text[], variant_ids text[], variants jsonb, words_a text[], words_b text[], words_d text[])
     cross join (${generations(target)}) as g
     on conflict (generation, id) do update set ${assignments.join(', ')} where t.version < excluded.version and not t.is_deleted
     returning case when t.is_visible then to_json(t.words)::text else '[]' end as words`,
    [JSON.stringify(rows)],
  );
  return written.flatMap((row) => JSON.parse(row.words) as string[]);
}

/** Leaves a tombstone: no event follows a deletion, so whatever comes later is old. */
export async function writeTombstone(em: SqlEntityManager, id: string, version: number): Promise<void> {
  const lost = await em.transactional(async (inner) => {
    const tx = inner as SqlEntityManager;
    await lockProducts(tx, [id]);
    const before = await sqlRows<{ word: string }>(tx, `select distinct unnest(words) as word from search.document where id = ?`, [id]);
    await sqlRun(
      tx,
      `insert into search.document as t (generation, id, is_deleted, ${COLUMNS})
       select g.generation, ?, true, ?::integer, false, '', '', '', '', null, 'XXX', 0, 0, '{}', false, 0, now(), '{}', '{}', '{}', '{}', '[]', ''::tsvector
       from (${generations('live')}) as g
       on conflict (generation, id) do update set version = greatest(t.version, excluded.version), is_deleted = true, is_visible = false, words = '{}',
         facets = '{}', prices = '{}', skus = '{}', variants = '[]', name = '', name_folded = '', description = '', tsv = ''::tsvector`,
      [id, version],
    );
    return before.map((row) => row.word);
  });
  await forgetWords(em, lost);
}
