import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import { forgivenErrors, withOneLetterLess } from '../../text/edit-distance.js';

/** Held by everybody who adds words, until the end of the transaction; see forgetWords. */
export async function shareWords(tx: SqlEntityManager): Promise<void> {
  await sqlRows(tx, `select pg_advisory_xact_lock_shared(7342, 0)`);
}

/** Adds words with their stem and the forms by which misspelt ones are found. */
export async function addWords(tx: SqlEntityManager, words: readonly string[]): Promise<void> {
  const fresh = [...new Set(words)].toSorted().map((word) => ({ word, forms: forgivenErrors(word) > 0 ? withOneLetterLess(word) : [] }));
  if (fresh.length === 0) return;
  await sqlRun(
    tx,
    `insert into search.word (word, stem, forms)
     select r.word, coalesce((ts_lexize('english_stem', r.word))[1], ''), r.forms from jsonb_to_recordset(?::jsonb) as r (word text, forms text[])
     where not exists (select 1 from search.word w where w.word = r.word)
     on conflict do nothing`,
    [JSON.stringify(fresh)],
  );
}

/**
 * Forgets words that no visible product has any more, so that no suggestion tells of products that are gone. Waits until nobody adds words:
 * otherwise one that is just being added again would be lost.
 */
export async function forgetWords(em: SqlEntityManager, words: readonly string[]): Promise<void> {
  if (words.length === 0) return;
  await em.transactional(async (inner) => {
    const tx = inner as SqlEntityManager;
    await sqlRows(tx, `select pg_advisory_xact_lock(7342, 0)`);
    await sqlRun(
      tx,
      `delete from search.word w where w.word in (?) and not exists (select 1 from search.document d where d.words @> array[w.word] and d.is_visible)`,
      [[...words]],
    );
  });
}
