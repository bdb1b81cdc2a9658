import type { SqlEntityManager } from '@emporium/db/entity-manager';
import type { SynonymGroups } from '../../plan/segments.js';
import { query } from './tables.js';

/** The synonyms with their version. */
export async function readSynonyms(
  em: SqlEntityManager,
): Promise<{ version: number; groups: SynonymGroups }> {
  return query({ em })
    .selectFrom('Synonyms')
    .select(['version', 'groups'])
    .executeTakeFirstOrThrow();
}

/** Replaces the synonyms if they still have the expected version. */
export async function writeSynonyms(
  em: SqlEntityManager,
  expectedVersion: number,
  groups: SynonymGroups,
): Promise<{ done: boolean; version: number }> {
  const written = await query({ em })
    .updateTable('Synonyms')
    .set((eb) => ({ groups: groups.map((group) => [...group]), version: eb('version', '+', 1) }))
    .where('version', '=', expectedVersion)
    .returning('version')
    .executeTakeFirst();
  return written
    ? { done: true, version: written.version }
    : { done: false, version: (await readSynonyms(em)).version };
}
