import { PoisonMessageError } from '@emporium/bus/event-bus';
import { isRefused, type LuceneServer, mayPass } from './lucene-server.js';
import { EngineAwayError } from './transport.js';

/** One document to write. */
export interface BulkWrite {
  index: string;
  id: string;
  source: object;
  /** Only over the state that was read; undefined = only if the document does not exist. */
  over: { seqNo: number; term: number } | undefined;
}

export interface BulkOutcome {
  /** Ids that somebody else changed meanwhile. */
  conflicts: Set<string>;
  /** Ids whose index is gone. */
  homeless: Set<string>;
  /** What the engine will never take, and why. */
  refused: string[];
}

interface ItemResult {
  _id: string;
  status: number;
  error?: { type: string; reason: string; caused_by?: { reason?: string } };
}

/**
 * Writes documents if nobody changed them meanwhile. Throws EngineAwayError when some could not be
 * written now.
 */
export async function writeBulk(
  server: LuceneServer,
  writes: readonly BulkWrite[],
  query: Record<string, boolean> = {},
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { conflicts: new Set(), homeless: new Set(), refused: [] };
  for (const { _id, status, error } of await sendBulk(server, writes, query)) {
    if (!error) continue;
    const why = `${_id}: ${error.type} ${error.reason} ${error.caused_by?.reason ?? ''}`.slice(
      0,
      300,
    );
    if (status === 409) outcome.conflicts.add(_id);
    else if (error.type === 'index_not_found_exception') outcome.homeless.add(_id);
    else if (mayPass(status, error.type)) throw new EngineAwayError('refused', why);
    else outcome.refused.push(why);
  }
  return outcome;
}

/** Throws PoisonMessageError for documents that the engine will never take. */
export function throwRefused(refused: readonly string[]): void {
  if (refused.length > 0)
    throw new PoisonMessageError(`the search engine refuses ${refused.join('; ').slice(0, 1_000)}`);
}

async function sendBulk(
  server: LuceneServer,
  writes: readonly BulkWrite[],
  query: Record<string, boolean>,
): Promise<ItemResult[]> {
  const lines = writes.flatMap(({ index, id, source, over }) => [
    over
      ? { index: { _index: index, _id: id, if_seq_no: over.seqNo, if_primary_term: over.term } }
      : { create: { _index: index, _id: id } },
    source,
  ]);
  try {
    const answer = await server.bulk<{ items: Record<string, ItemResult>[] }>(lines, query);
    return answer.items.flatMap((item) => Object.values(item));
  } catch (error) {
    if (!isRefused(error, 400, 413)) throw error;
    // The request as a whole was refused, e.g. for its size: find out which document it is about.
    if (writes.length === 1)
      return [
        {
          _id: writes[0]!.id,
          status: error.status,
          error: { type: error.type, reason: error.message },
        },
      ];
    const halves = [writes.slice(0, writes.length >> 1), writes.slice(writes.length >> 1)];
    const results: ItemResult[] = [];
    for (const half of halves) results.push(...(await sendBulk(server, half, query)));
    return results;
  }
}
