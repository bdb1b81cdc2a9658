import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { transactional } from '@emporium/db/transactional';
import { sql, type Expression, type Selectable, type SqlBool } from 'kysely';
import type { ProductDocument } from '../../document/product-document.js';
import { toRow, toWords } from './document-row.js';
import { lockProducts } from './lock-products.js';
import { DOCUMENT_COLUMNS, ownFunction, query, type DocumentTable } from './tables.js';
import { addWords, forgetWords, shareWords } from './vocabulary.js';
import { writeStock } from './write-stock.js';

/**
 * Where a write goes: the index that answers and the one that is being built, or only the latter.
 */
export type Target = { generation: number } | 'live';

/** Writes documents that are newer than what the index has, a whole batch in five statements. */
export async function writeDocuments(
  em: SqlEntityManager,
  documents: readonly ProductDocument[],
  target: Target,
): Promise<void> {
  if (documents.length === 0) return;
  const ids = documents.map((document) => document.id);
  const lost = await transactional(em, async (tx) => {
    await lockProducts(tx, ids);
    await shareWords(tx);
    await writeStock(
      tx,
      documents.flatMap((d) =>
        d.variants.map((v) => ({
          variantId: v.id,
          productId: d.id,
          available: v.available,
          version: v.stockVersion,
        })),
      ),
    );
    const before = await wordsOf(tx, ids);
    // Only words of what was really written: an old event must not bring back the words of a
    // product that is gone.
    const now = new Set(await upsert(tx, documents, target));
    await addWords(tx, [...now]);
    return before.filter((word) => !now.has(word));
  });
  await forgetWords(em, lost);
}

async function wordsOf(tx: SqlEntityManager, ids: readonly string[]): Promise<string[]> {
  const rows = await query({ em: tx })
    .selectFrom('Document')
    .select((eb) => sql<string>`unnest(${eb.ref('words')})`.as('word'))
    .distinct()
    .where('id', 'in', ids)
    .execute();
  return rows.map((row) => row.word);
}

/** The generations that a write goes to. */
function generations(tx: SqlEntityManager, target: Target) {
  const states = query({ em: tx }).selectFrom('State');
  const building = states
    .select((eb) => eb.ref('building').$notNull().as('generation'))
    .where('building', 'is not', null);
  if (target !== 'live') return building.where('building', '=', target.generation);
  return states.select('active as generation').union(building);
}

/** Words of a document by their weight; they only become its vector. */
interface Words {
  id: string;
  wordsA: string[];
  wordsB: string[];
  wordsD: string[];
}

/** Returns the words of the visible documents it wrote. */
async function upsert(
  tx: SqlEntityManager,
  documents: readonly ProductDocument[],
  target: Target,
): Promise<string[]> {
  const rows = sql<Selectable<DocumentTable>>`jsonb_populate_recordset(
    null::${sql.table('Document')}, ${JSON.stringify(documents.map(toRow))}::jsonb)`;
  const words = sql<Words>`jsonb_to_recordset(${JSON.stringify(documents.map(toWords))}::jsonb)`;
  const vector = (column: Expression<string[]>, weight: string) =>
    sql`${ownFunction({ em: tx }, 'words_vector')}(${column}, ${weight})`;
  const written = await query({ em: tx })
    .insertInto('Document')
    .columns(DOCUMENT_COLUMNS)
    .expression((db) =>
      db
        .selectFrom(rows.as('r'))
        .innerJoin(
          words.as<'w'>(sql`w (id text, words_a text[], words_b text[], words_d text[])`),
          'w.id',
          'r.id',
        )
        .crossJoin(generations(tx, target).as('g'))
        .select((eb) => {
          const computed: Partial<Record<keyof DocumentTable, Expression<unknown>>> = {
            generation: eb.ref('g.generation'),
            isDeleted: sql`false`,
            inStock: eb.exists(
              eb
                .selectFrom('Stock as s')
                .select('s.variantId')
                .where(
                  (s) => sql<SqlBool>`${s.ref('s.variantId')} = any (${s.ref('r.variantIds')})`,
                )
                .where('s.available', '>', 0),
            ),
            sold: eb
              .selectFrom('Sales as s')
              .select((s) => sql`coalesce(sum(${s.ref('s.pieces')}), 0)::integer`.as('sold'))
              .where((s) => sql<SqlBool>`${s.ref('s.variantId')} = any (${s.ref('r.variantIds')})`),
            tsv: sql`${vector(eb.ref('w.wordsA'), 'A')} || ${vector(eb.ref('w.wordsB'), 'B')} || ${vector(eb.ref('w.wordsD'), 'D')}`,
          };
          return DOCUMENT_COLUMNS.map((column) =>
            sql`${computed[column] ?? eb.ref(`r.${column}`)}`.as(column),
          );
        }),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['generation', 'id'])
        .doUpdateSet((eb) =>
          Object.fromEntries(
            DOCUMENT_COLUMNS.map((column) => [column, eb.ref(`excluded.${column}`)]),
          ),
        )
        .whereRef('Document.version', '<', 'excluded.version')
        .where('Document.isDeleted', '=', false),
    )
    .returning((eb) =>
      sql<
        string[]
      >`case when ${eb.ref('Document.isVisible')} then ${eb.ref('Document.words')} else '{}' end`.as(
        'words',
      ),
    )
    .execute();
  return written.flatMap((row) => row.words);
}

/** Leaves a tombstone: no event follows a deletion, so whatever comes later is old. */
export async function writeTombstone(
  em: SqlEntityManager,
  id: string,
  version: number,
): Promise<void> {
  const lost = await transactional(em, async (tx) => {
    await lockProducts(tx, [id]);
    const before = await wordsOf(tx, [id]);
    const targets = await generations(tx, 'live').execute();
    await query({ em: tx })
      .insertInto('Document')
      .values(
        targets.map(({ generation }) => ({
          ...NOTHING_LEFT,
          generation,
          id,
          version,
          slug: '',
          currency: 'XXX',
          priceMin: 0,
          priceMax: 0,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['generation', 'id']).doUpdateSet((eb) => ({
          ...NOTHING_LEFT,
          version: sql<number>`greatest(${eb.ref('Document.version')}, ${eb.ref('excluded.version')})`,
        })),
      )
      .execute();
    return before;
  });
  await forgetWords(em, lost);
}

/** What a tombstone has in place of the product's data. */
const NOTHING_LEFT = {
  isDeleted: true,
  isVisible: false,
  name: '',
  nameFolded: '',
  description: '',
  imageAssetId: null,
  inStock: false,
  sold: 0,
  createdAt: sql<Date>`now()`,
  prices: [],
  facets: [],
  words: [],
  skus: [],
  variantIds: [],
  variants: [],
  tsv: sql<string>`''::tsvector`,
};
