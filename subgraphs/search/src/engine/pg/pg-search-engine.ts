import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { SearchPlan } from '../../plan/search-plan.js';
import type { DocumentState, EngineHealth, Page, SearchEngine } from '../search-engine.js';
import { countFacets } from './count-facets.js';
import { type FoundHit, findPage } from './find-page.js';
import { beginGeneration } from './generations.js';
import { categoriesByPrefix, relatedProducts } from './related-products.js';
import { readSynonyms, writeSynonyms } from './synonyms.js';
import { type TextQuery, toTextQuery } from './text-query.js';
import { understand } from './understand.js';
import { writeDocuments, writeTombstone } from './write-documents.js';
import { changeStock, writeCategory, writeSales } from './write-stock.js';

/** Search in tables of schema `search` with PostgreSQL full text and trigrams; on PGlite and on PostgreSQL. */
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
      void (await sqlRun(fork(), `update search.state set verified_at = now(), divergent = ?`, [divergent])),
    health: () => health(fork()),
    ping: async () => void (await sqlRows(fork(), 'select 1')),
    close: async () => undefined,
  };
}

/** At most four statements: words, page, page with some of the words when no product has all, counts when asked for. */
async function search(em: SqlEntityManager, plan: SearchPlan): Promise<Page> {
  if (plan.segments.length === 0) return toPage(em, plan, undefined, await findPage(em, plan, undefined), false);
  const understood = await understand(em, plan);
  const all = toTextQuery(plan, understood, 'all');
  if (all && !plan.after?.isLoose) {
    const found = await findPage(em, plan, all);
    if (found.length > 0 || plan.after) return toPage(em, plan, all, found, false);
  }
  const any = toTextQuery(plan, understood, 'any');
  return any ? toPage(em, plan, any, await findPage(em, plan, any), true) : NOTHING;
}

const NOTHING: Page = { hits: [], hasMore: false, isLoose: false, words: [], count: async () => ({ total: 0, terms: [], prices: [] }) };

function toPage(em: SqlEntityManager, plan: SearchPlan, query: TextQuery | undefined, found: readonly FoundHit[], isLoose: boolean): Page {
  const corrected = query && correctedText(plan, query, found[0]?.words ?? []);
  return {
    hits: found.slice(0, plan.size).map((one) => one.hit),
    hasMore: found.length > plan.size,
    isLoose,
    words: query?.words ?? [],
    ...(corrected ? { didYouMean: corrected } : {}),
    count: () => countFacets(em, plan, query),
  };
}

/** The text with each corrected word as the best hit spells it: only words of visible products are ever suggested. */
function correctedText(plan: SearchPlan, query: TextQuery, wordsOfBest: readonly string[]): string | undefined {
  if (query.corrections.length === 0 || wordsOfBest.length === 0) return undefined;
  const known = new Set(wordsOfBest);
  const replace = new Map(query.corrections.map(({ typed, words }) => [typed, words.find((word) => known.has(word)) ?? typed]));
  const text = plan.segments.flatMap((segment) => segment.typed.map((word) => replace.get(word) ?? word)).join(' ');
  return [...replace].some(([typed, word]) => typed !== word) ? text : undefined;
}

async function scan(em: SqlEntityManager, afterId: string, limit: number): Promise<DocumentState[]> {
  const rows = await sqlRows<Record<'id' | 'version' | 'is_visible' | 'in_stock' | 'price_min' | 'price_max', never>>(
    em,
    `select id, version, is_visible, in_stock, price_min, price_max from search.document
     where generation = (select active from search.state) and not is_deleted and id > ? order by id limit ?`,
    [afterId, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    isVisible: row.is_visible,
    inStock: row.in_stock,
    priceMin: Number(row.price_min),
    priceMax: Number(row.price_max),
  }));
}

async function health(em: SqlEntityManager): Promise<EngineHealth> {
  const [row] = await sqlRows<{ documents: number | string; verified_at: string | Date | null; divergent: number }>(
    em,
    `select (select count(*) from search.document d where d.generation = s.active and d.is_visible) as documents, s.verified_at, s.divergent from search.state s`,
  );
  return {
    documents: Number(row!.documents),
    divergent: row!.divergent,
    ...(row!.verified_at === null ? {} : { lastVerifiedAt: new Date(row!.verified_at) }),
  };
}
