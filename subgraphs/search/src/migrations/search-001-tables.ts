import { SubgraphMigration } from '@emporium/db/platform-migration';
import { DEFAULT_SYNONYMS } from '../plan/default-synonyms.js';

/** The embedded engine's index. */
export class Search001Tables extends SubgraphMigration {
  override change(): void {
    // Every document belongs to a generation; searches read the active one, a rebuild fills the
    // next.
    this.addSql(`create table state (
      id boolean primary key default true check (id),
      active integer not null default 1,
      building integer,
      building_at timestamptz,
      verified_at timestamptz,
      divergent integer not null default 0)`);
    this.addSql(`insert into state default values`);
    this.addSql(`create table document (
      generation integer not null,
      id text not null,
      version integer not null,
      is_deleted boolean not null default false,
      is_visible boolean not null,
      name text not null,
      name_folded text not null,
      slug text not null,
      description text not null,
      image_asset_id text,
      currency char(3) not null,
      price_min bigint not null,
      price_max bigint not null,
      prices bigint[] not null,
      in_stock boolean not null,
      sold integer not null,
      created_at timestamptz not null,
      facets text[] not null,
      words text[] not null,
      skus text[] not null,
      variant_ids text[] not null,
      variants jsonb not null,
      tsv tsvector not null,
      primary key (generation, id))`);
    this.addSql(`create index document_tsv on document using gin (tsv) where is_visible`);
    this.addSql(`create index document_facets on document using gin (facets) where is_visible`);
    this.addSql(`create index document_words on document using gin (words) where is_visible`);
    this.addSql(`create index document_variants on document using gin (variant_ids)`);
    this.addSql(`create index document_price on document (price_min, id) where is_visible`);
    this.addSql(`create index document_created on document (created_at desc, id) where is_visible`);
    this.addSql(`create index document_sold on document (sold desc, id) where is_visible`);
    // The words of visible documents. forms = the word and each form with one letter less: two
    // words one error apart share one.
    this.addSql(
      `create table word (word text collate "C" primary key, stem text not null, forms text[] not null)`,
    );
    this.addSql(`create index word_stem on word (stem)`);
    this.addSql(`create index word_forms on word using gin (forms)`);
    this.addSql(`create index word_trigrams on word using gin (word gin_trgm_ops)`);
    // Not to_tsvector: PostgreSQL's parser has its own idea of a word (it takes "3e95n2" apart as
    // the number 3e95 and leaves "n2"), and stems no word with a digit. Words are found by
    // text/normalise.ts, here as in what is searched for.
    this
      .addSql(`create function words_vector(words text[], weight text) returns tsvector language sql stable as $$
        select coalesce(string_agg('''' || w.stem || ''':' || least(w.place, 16383) || weight, ' '), '')::tsvector
        from (select (ts_lexize('english_stem', word))[1] as stem, place from unnest(words) with ordinality as u (word, place)) as w
        where w.stem is not null
      $$`);
    // A function for its settings: without statistics (the embedded database gathers none) the
    // planner would read all words each time.
    this
      .addSql(`create function find_words(request jsonb) returns table (token text, stem text, word text, word_stem text, reason text)
      language sql stable set search_path to search, public set enable_seqscan to off as $$
        select a.token, a.stem, c.word, c.word_stem, c.reason
        from (select t.*, coalesce((ts_lexize('english_stem', t.token))[1], '') as stem
              from jsonb_to_recordset(request) as t (token text, forms text[], is_long boolean, prefix_from text, prefix_to text)) as a
        left join lateral (
          (select w.word, w.stem as word_stem, 'stem' as reason from word w where w.stem = a.stem and a.stem <> '' limit 20)
          union all
          (select w.word, w.stem, 'prefix' from word w where w.word >= a.prefix_from and w.word < a.prefix_to order by length(w.word), w.word limit 30)
          union all
          (select w.word, w.stem, 'typo' from word w where w.forms && a.forms)
          union all
          (select w.word, w.stem, 'typo' from word w where a.is_long and w.word % a.token order by similarity(w.word, a.token) desc limit 20)
        ) as c on true
      $$`);
    this.addSql(
      `create table stock (variant_id text primary key, product_id text not null, version integer not null, available integer not null)`,
    );
    this.addSql(`create index stock_product on stock (product_id)`);
    this.addSql(`create table sales (variant_id text primary key, pieces integer not null)`);
    this.addSql(`create table category (
      id text primary key, version integer not null, slug text not null, name text not null, words text[] not null, is_deleted boolean not null)`);
    this.addSql(`create index category_slug on category (slug)`);
    this.addSql(
      `create table synonyms (id boolean primary key default true check (id), version integer not null, groups jsonb not null)`,
    );
    this.addSql(
      `insert into synonyms (version, groups) values (1, '${JSON.stringify(DEFAULT_SYNONYMS)}')`,
    );
  }
}
