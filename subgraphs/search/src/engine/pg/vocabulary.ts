import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { transactional } from '@emporium/db/transactional';
import { sql, type SqlBool } from 'kysely';
import { forgivenErrors, withOneLetterLess } from '../../text/edit-distance.js';
import { query } from './tables.js';

/** Held by everybody who adds words, until the end of the transaction; see forgetWords. */
export async function shareWords(tx: SqlEntityManager): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(7342, 0)`.execute(query({ em: tx }));
}

/** Adds words with their stem and the forms by which misspelt ones are found. */
export async function addWords(tx: SqlEntityManager, words: readonly string[]): Promise<void> {
  const fresh = [...new Set(words)]
    .toSorted()
    .map((word) => ({ word, forms: forgivenErrors(word) > 0 ? withOneLetterLess(word) : [] }));
  if (fresh.length === 0) return;
  const given = sql<{
    word: string;
    forms: string[];
  }>`jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb)`;
  await query({ em: tx })
    .insertInto('Word')
    .columns(['word', 'stem', 'forms'])
    .expression((db) =>
      db
        .selectFrom(given.as<'r'>(sql`r (word text, forms text[])`))
        .select((eb) => [
          'r.word',
          sql<string>`coalesce((ts_lexize('english_stem', ${eb.ref('r.word')}))[1], '')`.as('stem'),
          'r.forms',
        ])
        .where((eb) =>
          eb.not(
            eb.exists(
              eb.selectFrom('Word as w').select('w.word').whereRef('w.word', '=', 'r.word'),
            ),
          ),
        ),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Forgets words that no visible product has any more, so that no suggestion tells of products that
 * are gone. Waits until nobody adds words: otherwise one that is just being added again would be
 * lost.
 */
export async function forgetWords(em: SqlEntityManager, words: readonly string[]): Promise<void> {
  if (words.length === 0) return;
  await transactional(em, async (tx) => {
    await sql`select pg_advisory_xact_lock(7342, 0)`.execute(query({ em: tx }));
    await query({ em: tx })
      .deleteFrom('Word as w')
      .where('w.word', 'in', words)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('Document as d')
              .select('d.id')
              .where(
                (document) =>
                  sql<SqlBool>`${document.ref('d.words')} @> array[${document.ref('w.word')}]`,
              )
              .where('d.isVisible', '=', true),
          ),
        ),
      )
      .execute();
  });
}
