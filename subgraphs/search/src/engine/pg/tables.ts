import { defineEntity, p } from '@mikro-orm/core';
import type { EntityTables } from '@emporium/db/entity-tables';
import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { typedQuery } from '@emporium/db/typed-query';
import { expressionBuilder, sql } from 'kysely';
import type { Hit } from '../search-engine.js';

const timestamp = () => p.datetime().columnType('timestamptz');
const texts = () => p.array<string>().columnType('text[]');

/**
 * Which generation of documents answers, which one is being built, and what the last comparison
 * with catalog found; one row.
 */
const State = defineEntity({
  name: 'State',
  tableName: 'state',
  properties: {
    id: p.boolean().primary().default(true),
    active: p.integer().default(1),
    building: p.integer().nullable(),
    /** Last sign of life of the rebuild. */
    buildingAt: timestamp().nullable(),
    verifiedAt: timestamp().nullable(),
    divergent: p.integer().default(0),
  },
});

/** A product as searches find it, once per generation. */
const Document = defineEntity({
  name: 'Document',
  tableName: 'document',
  properties: {
    generation: p.integer().primary(),
    id: p.text().primary(),
    version: p.integer(),
    /** A tombstone: whatever comes later is old. */
    isDeleted: p.boolean().default(false),
    isVisible: p.boolean(),
    name: p.text(),
    nameFolded: p.text(),
    slug: p.text(),
    description: p.text(),
    imageAssetId: p.text().nullable(),
    currency: p.character().length(3),
    priceMin: p.bigint('number'),
    priceMax: p.bigint('number'),
    prices: p.array<number>().columnType('bigint[]'),
    inStock: p.boolean(),
    sold: p.integer(),
    createdAt: timestamp(),
    facets: texts(),
    words: texts(),
    skus: texts(),
    variantIds: texts(),
    variants: p.json<Hit['variants']>(),
    tsv: p.text().columnType('tsvector'),
  },
});

/** A word of visible products with its stem and with the forms by which misspelt ones are found. */
const Word = defineEntity({
  name: 'Word',
  tableName: 'word',
  properties: { word: p.text().primary(), stem: p.text(), forms: texts() },
});

/** The newest known availability of a variant. */
const Stock = defineEntity({
  name: 'Stock',
  tableName: 'stock',
  properties: {
    variantId: p.text().primary(),
    productId: p.text(),
    version: p.integer(),
    available: p.integer(),
  },
});

/** Units of a variant sold so far. */
const Sales = defineEntity({
  name: 'Sales',
  tableName: 'sales',
  properties: { variantId: p.text().primary(), pieces: p.integer() },
});

/** Label and words of a category. */
const Category = defineEntity({
  name: 'Category',
  tableName: 'category',
  properties: {
    id: p.text().primary(),
    version: p.integer(),
    slug: p.text(),
    name: p.text(),
    words: texts(),
    isDeleted: p.boolean(),
  },
});

/** Groups of words that mean the same; one row. */
const Synonyms = defineEntity({
  name: 'Synonyms',
  tableName: 'synonyms',
  properties: {
    id: p.boolean().primary().default(true),
    version: p.integer(),
    groups: p.json<string[][]>(),
  },
});

/** All tables of search; they are used when PostgreSQL is the engine. */
export const entities = { State, Document, Word, Stock, Sales, Category, Synonyms };

/** Starts a typed statement on the tables of search. */
export const query = typedQuery(entities);

export type DocumentTable = EntityTables<typeof entities>['Document'];

/** All columns of a document. */
export const DOCUMENT_COLUMNS = Object.keys(Document.meta.properties) as (keyof DocumentTable)[];

/**
 * Typed expressions on documents under the alias `d`, for conditions and orders that several
 * statements share.
 */
export const document = expressionBuilder<{ d: DocumentTable }, 'd'>();

/** A function that the migration put into the schema of search. */
export const ownFunction = (
  { em }: { em: SqlEntityManager },
  name: 'find_words' | 'words_vector',
) => {
  const schema = em.config.get('schema');
  return schema ? sql.id(schema, name) : sql.id(name);
};
