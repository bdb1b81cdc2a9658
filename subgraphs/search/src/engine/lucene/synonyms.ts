import type { SynonymGroups } from '../../plan/segments.js';
import { changeFacts } from './change-fact.js';
import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';

interface SynonymFact {
  version: number;
  groups: SynonymGroups;
}

/** The synonyms with their version. */
export async function readSynonyms(server: LuceneServer, names: IndexNames): Promise<SynonymFact> {
  return (await server.get<{ _source: SynonymFact }>(`/${names.facts}/_doc/synonyms`))._source;
}

/** Replaces the synonyms if they still have the expected version. */
export async function writeSynonyms(
  server: LuceneServer,
  names: IndexNames,
  expectedVersion: number,
  groups: SynonymGroups,
): Promise<{ done: boolean; version: number }> {
  let done = false;
  const facts = await changeFacts<SynonymFact>(server, names, ['synonyms'], (_id, now) => {
    done = now?.version === expectedVersion;
    return done ? { version: expectedVersion + 1, groups } : undefined;
  });
  return { done, version: facts.get('synonyms')?.version ?? 0 };
}
