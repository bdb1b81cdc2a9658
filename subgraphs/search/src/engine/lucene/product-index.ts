import { STOP_WORDS } from './stop-words.js';

/** Longer prefixes are looked for in another way. */
export const LONGEST_GRAM = 20;
export const SHORTEST_GRAM = 2;

/**
 * How soon a search sees what is written. Set, or an index that is not searched for a while would
 * not show it at all.
 */
export const OFTEN = '500ms';
/** While an index is being built nobody searches it. */
export const SELDOM = '30s';

const shown = { type: 'keyword', index: false, doc_values: false };
const folded = { type: 'keyword', ignore_above: 1_000 };
const words = { type: 'text', analyzer: 'words', norms: false, index_options: 'freqs' };
const prefixes = {
  type: 'text',
  analyzer: 'word_prefixes',
  search_analyzer: 'words',
  norms: false,
  index_options: 'docs',
};

const analysis = {
  filter: {
    stop_words: { type: 'stop', stopwords: STOP_WORDS },
    english_stem: { type: 'stemmer', language: 'porter2' },
    prefixes: { type: 'edge_ngram', min_gram: SHORTEST_GRAM, max_gram: LONGEST_GRAM },
  },
  analyzer: {
    // Texts come as words that are folded already (text/normalise.ts), which makes all engines see
    // the same words.
    words: { type: 'custom', tokenizer: 'whitespace', filter: ['lowercase', 'asciifolding'] },
    stems: {
      type: 'custom',
      tokenizer: 'whitespace',
      filter: ['lowercase', 'asciifolding', 'stop_words', 'english_stem'],
    },
    word_prefixes: {
      type: 'custom',
      tokenizer: 'whitespace',
      filter: ['lowercase', 'asciifolding', 'prefixes'],
    },
  },
};

const properties = {
  id: { type: 'keyword' },
  version: { type: 'long' },
  deleted: { type: 'boolean' },
  visible: { type: 'boolean' },
  name: shown,
  slug: shown,
  description: { type: 'text', index: false },
  image_asset_id: shown,
  currency: shown,
  created_at: { type: 'date', format: 'strict_date_optional_time' },
  price_min: { type: 'long' },
  price_max: { type: 'long' },
  prices: { type: 'long' },
  in_stock: { type: 'boolean' },
  sold: { type: 'long' },
  name_folded: folded,
  skus: folded,
  text_name: { type: 'text', analyzer: 'stems', fields: { words, prefixes } },
  text_facts: { type: 'text', analyzer: 'stems' },
  text_description: { type: 'text', analyzer: 'stems' },
  // Every word once: what a product can be found by. Offsets spare analysing it again for
  // highlights.
  words: {
    ...words,
    fields: {
      stems: { type: 'text', analyzer: 'stems', norms: false, index_options: 'offsets' },
      prefixes,
    },
  },
  facets: {
    type: 'nested',
    dynamic: false,
    properties: { name: { type: 'keyword' }, value: { type: 'keyword', ignore_above: 1_000 } },
  },
  pairs: folded,
  variants: {
    type: 'nested',
    dynamic: false,
    properties: { id: { type: 'keyword' }, sku: { type: 'keyword', ignore_above: 1_000 } },
  },
  stocks: { type: 'object', enabled: false },
  sales: { type: 'object', enabled: false },
};

/** Body that creates an index of products, with the aliases it has from the start. */
export function productIndex(aliases: readonly string[], refreshInterval = OFTEN): object {
  return {
    settings: {
      number_of_shards: 1,
      auto_expand_replicas: '0-1',
      refresh_interval: refreshInterval,
      analysis,
    },
    // Not strict: during a rolling update a new version may write a field that the old index does
    // not know.
    mappings: { dynamic: false, properties },
    aliases: Object.fromEntries(aliases.map((alias) => [alias, {}])),
  };
}

/** Body of the index of category labels. */
export const categoryIndex: object = {
  settings: { number_of_shards: 1, auto_expand_replicas: '0-1', refresh_interval: OFTEN },
  mappings: {
    dynamic: false,
    properties: {
      id: { type: 'keyword' },
      slug: { type: 'keyword' },
      name: shown,
      words: { type: 'keyword' },
      deleted: { type: 'boolean' },
    },
  },
};

/** Body of the index of facts, which are only ever read by id. */
export const factIndex: object = {
  settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
  mappings: { dynamic: false, properties: {} },
};
