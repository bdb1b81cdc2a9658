import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows } from '@emporium/db/sql';
import type { SynonymGroups } from '../../plan/segments.js';

interface Row {
  version: number;
  groups: string;
}

/** The synonyms with their version. */
export async function readSynonyms(em: SqlEntityManager): Promise<{ version: number; groups: SynonymGroups }> {
  const [row] = await sqlRows<Row>(em, `select version, groups::text as groups from search.synonyms`);
  return { version: row!.version, groups: JSON.parse(row!.groups) as string[][] };
}

/** Replaces the synonyms if they still have the expected version. */
export async function writeSynonyms(
  em: SqlEntityManager,
  expectedVersion: number,
  groups: SynonymGroups,
): Promise<{ done: boolean; version: number }> {
  const [row] = await sqlRows<{ version: number }>(
    em,
    `update search.synonyms set groups = ?::jsonb, version = version + 1 where version = ? returning version`,
    [JSON.stringify(groups), expectedVersion],
  );
  return row ? { done: true, version: row.version } : { done: false, version: (await readSynonyms(em)).version };
}
