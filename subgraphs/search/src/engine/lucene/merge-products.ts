import { type BulkWrite, throwRefused, writeBulk } from './bulk.js';
import type { IndexNames } from './index-names.js';
import { joinProduct, type ProductChange } from './join-product.js';
import type { LuceneServer } from './lucene-server.js';
import { type ProductState, readStates } from './read-states.js';
import { EngineAwayError } from './transport.js';

const MAX_ATTEMPTS = 20;

/**
 * Joins changes into one index: reads the documents, joins, and writes those that differ if nobody
 * wrote meanwhile, else once more. `from` names an index whose stock and sales are joined, too.
 * Returns false when the index does not exist any more; throws PoisonMessageError, after all others
 * were written, when the engine will never take one of the documents. See docs/adr/0007.
 */
export async function mergeProducts(
  server: LuceneServer,
  names: IndexNames,
  index: string,
  changes: readonly ProductChange[],
  from?: string,
): Promise<boolean> {
  const byId = Map.groupBy(changes, (change) => change.id);
  const refused: string[] = [];
  let open = [...byId.keys()];
  for (let attempt = 0; open.length > 0; attempt++) {
    if (attempt === MAX_ATTEMPTS)
      throw new EngineAwayError('refused', `too many writers of ${open.slice(0, 5).join(', ')}`);
    const asked = open.map((id) => byId.get(id)!);
    const states = await readStates(server, names, index, asked, from);
    const writes = asked.flatMap((of, i) => toWrite(names.write(index), of, states[i]!));
    if (writes.length === 0) break;
    const {
      conflicts,
      homeless,
      refused: more,
    } = await writeBulk(server, writes, { require_alias: true });
    if (homeless.size > 0) return false;
    refused.push(...more);
    open = [...conflicts];
  }
  throwRefused(refused);
  return true;
}

function toWrite(
  index: string,
  changes: readonly ProductChange[],
  { stored, known }: ProductState,
): BulkWrite[] {
  const source = [...changes, ...known].reduce(
    (now, change) => joinProduct(now, change) ?? now,
    stored?.source,
  );
  if (source === undefined || source === stored?.source) return [];
  return [
    { index, id: source.id, source, over: stored && { seqNo: stored.seqNo, term: stored.term } },
  ];
}
