import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql } from 'kysely';
import type { SearchPlan } from '../../plan/search-plan.js';
import type { DocumentState, EngineHealth, Page, SearchEngine } from '../search-engine.js';
import { countFacets } from './count-facets.js';
import { type FoundHit, findPage } from './find-page.js';
import { beginGeneration } from './generations.js';
import { categoriesByPrefix, relatedProducts } from './related-products.js';
import { query } from './tables.js';
import { readSynonyms, writeSynonyms } from './synonyms.js';
import { type TextQuery, toTextQuery } from './text-query.js';
import { understand } from './understand.js';
import { writeDocuments, writeTombstone } from './write-documents.js';
import { changeStock, writeCategory, writeSales } from './write-stock.js';

/**
 * Search in tables of schema `search` with PostgreSQL full text and trigrams; on PGlite and on
 * PostgreSQL.
 */
export function pgSearchEngine(fork: () => SqlEntityManager): SearchEngine {
  return {
    kind: 'pg',
    index: (documents) => writeDocuments(fork(), documents, 'live'),
    remove: (id, version) => writeTombstone(fork(), id, version),
    setStock: (stock) => changeStock(fork(), stock),
    setCategory: (category) => writeCategory(fork(), category),
    addSales: (lines) => writeSales(fork(), lines),
    search: (plan) => search(fork(), plan),
    categoriesByPrefix: (word, limit) => categoriesByPrefix(fork(), word, limit),
    related: (productId, limit) => relatedProducts(fork(), productId, limit),
    synonyms: () => readSynonyms(fork()),
    replaceSynonyms: (expectedVersion, groups) => writeSynonyms(fork(), expectedVersion, groups),
    beginRebuild: () => beginGeneration(fork),
    scan: (afterId, limit) => scan(fork(), afterId, limit),
    recordVerification: async (divergent) =>
      void (await query({ em: fork() })
        .updateTable('State')
        .set({ verifiedAt: sql<Date>`now()`, divergent })
        .execute()),
    health: () => health(fork()),
    ping: async () => void (await sql`select 1`.execute(query({ em: fork() }))),
    close: async () => undefined,
  };
}

/**
 * At most four statements: words, page, page with some of the words when no product has all, counts
 * when asked for.
 */
async function search(em: SqlEntityManager, plan: SearchPlan): Promise<Page> {
  if (plan.segments.length === 0)
    return toPage(em, plan, undefined, await findPage(em, plan, undefined), false);
  const understood = await understand(em, plan);
  const all = toTextQuery(plan, understood, 'all');
  if (all && !plan.after?.isLoose) {
    const found = await findPage(em, plan, all);
    if (found.length > 0 || plan.after) return toPage(em, plan, all, found, false);
  }
  const any = toTextQuery(plan, understood, 'any');
  return any ? toPage(em, plan, any, await findPage(em, plan, any), true) : NOTHING;
}

const NOTHING: Page = {
  hits: [],
  hasMore: false,
  isLoose: false,
  words: [],
  count: async () => ({ total: 0, terms: [], prices: [] }),
};

function toPage(
  em: SqlEntityManager,
  plan: SearchPlan,
  text: TextQuery | undefined,
  found: readonly FoundHit[],
  isLoose: boolean,
): Page {
  const corrected = text && correctedText(plan, text, found[0]?.words ?? []);
  return {
    hits: found.slice(0, plan.size).map((one) => one.hit),
    hasMore: found.length > plan.size,
    isLoose,
    words: text?.words ?? [],
    ...(corrected ? { didYouMean: corrected } : {}),
    count: () => countFacets(em, plan, text),
  };
}

/**
 * The text with each corrected word as the best hit spells it: only words of visible products are
 * ever suggested.
 */
function correctedText(
  plan: SearchPlan,
  text: TextQuery,
  wordsOfBest: readonly string[],
): string | undefined {
  if (text.corrections.length === 0 || wordsOfBest.length === 0) return undefined;
  const known = new Set(wordsOfBest);
  const replace = new Map(
    text.corrections.map(({ typed, words }) => [
      typed,
      words.find((word) => known.has(word)) ?? typed,
    ]),
  );
  const corrected = plan.segments
    .flatMap((segment) => segment.typed.map((word) => replace.get(word) ?? word))
    .join(' ');
  return [...replace].some(([typed, word]) => typed !== word) ? corrected : undefined;
}

async function scan(
  em: SqlEntityManager,
  afterId: string,
  limit: number,
): Promise<DocumentState[]> {
  return query({ em })
    .selectFrom('Document')
    .select(['id', 'version', 'isVisible', 'inStock', 'priceMin', 'priceMax'])
    .where('generation', '=', (eb) => eb.selectFrom('State').select('active'))
    .where('isDeleted', '=', false)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute();
}

async function health(em: SqlEntityManager): Promise<EngineHealth> {
  const { documents, divergent, verifiedAt } = await query({ em })
    .selectFrom('State as s')
    .select((eb) => [
      's.verifiedAt',
      's.divergent',
      eb
        .selectFrom('Document as d')
        .select((count) => count.fn.countAll<number>().as('documents'))
        .whereRef('d.generation', '=', 's.active')
        .where('d.isVisible', '=', true)
        .$asScalar()
        .$notNull()
        .as('documents'),
    ])
    .executeTakeFirstOrThrow();
  return { documents, divergent, ...(verifiedAt === null ? {} : { lastVerifiedAt: verifiedAt }) };
}
