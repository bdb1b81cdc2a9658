import { type BulkWrite, throwRefused, writeBulk } from './bulk.js';
import type { IndexNames } from './index-names.js';
import type { LuceneServer } from './lucene-server.js';
import { readDocuments } from './read-documents.js';
import { EngineAwayError } from './transport.js';

const MAX_ATTEMPTS = 12;

/** Reads facts by id; undefined for those that are not there. */
export async function readFacts<T>(
  server: LuceneServer,
  names: IndexNames,
  ids: readonly string[],
): Promise<(T | undefined)[]> {
  const stored = await readDocuments(
    server,
    ids.map((id) => ({ index: names.facts, id })),
  );
  return stored.map((one) => one?.source as T | undefined);
}

/**
 * Changes facts as they are: `change` gets the state of one and returns the next one, or undefined
 * to leave it. When somebody else was faster it is asked again. Returns the states afterwards.
 */
export async function changeFacts<T extends object>(
  server: LuceneServer,
  names: IndexNames,
  ids: readonly string[],
  change: (id: string, now: T | undefined) => T | undefined,
): Promise<Map<string, T | undefined>> {
  const states = new Map<string, T | undefined>();
  let open = [...new Set(ids)];
  for (let attempt = 0; open.length > 0; attempt++) {
    if (attempt === MAX_ATTEMPTS)
      throw new EngineAwayError('refused', `too many writers of ${open.join(', ')}`);
    const stored = await readDocuments(
      server,
      open.map((id) => ({ index: names.facts, id })),
    );
    const writes: BulkWrite[] = [];
    for (const [i, id] of open.entries()) {
      const now = stored[i];
      const next = change(id, now?.source as T | undefined);
      states.set(id, next ?? (now?.source as T | undefined));
      if (next)
        writes.push({
          index: names.facts,
          id,
          source: next,
          over: now && { seqNo: now.seqNo, term: now.term },
        });
    }
    if (writes.length === 0) return states;
    const { conflicts, homeless, refused } = await writeBulk(server, writes);
    if (homeless.size > 0) throw new EngineAwayError('refused', `index ${names.facts} is gone`);
    throwRefused(refused);
    open = [...conflicts];
  }
  return states;
}
