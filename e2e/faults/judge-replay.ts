import { SUBGRAPH_NAMES } from '../../scripts/schema/subgraph-names.js';
import type { BusObserver } from './observe-bus.js';
import type { Databases } from './databases.js';
import type { CheckResult } from './check-results.js';

/**
 * What a repeated event may change: notes of what was consumed, of ownership, and of keys that
 * expire.
 */
const BOOKKEEPING = /^(outbox|inbox|lease|job|idempotency|migration|mikro_orm)/;
const BATCH = 500;

/**
 * I16: every event of the run comes once more, and nothing is different afterwards. `rest` waits
 * until all of them are consumed.
 */
export async function judgeReplay(
  observer: BusObserver,
  databases: Databases,
  elasticsearchUrl: string,
  rest: () => Promise<unknown>,
): Promise<CheckResult> {
  const before = await contents(databases, elasticsearchUrl);
  const events = observer.firstEvents();
  for (let at = 0; at < events.length; at += BATCH)
    await observer.bus.publish(events.slice(at, at + BATCH));
  await rest();
  const after = await contents(databases, elasticsearchUrl);
  const places = new Set([...before.keys(), ...after.keys()]);
  const found = [...places]
    .filter((place) => before.get(place) !== after.get(place))
    .map((place) => `${place} is not what it was`);
  return {
    id: 'I16',
    title: `all ${events.length} events again change nothing (${places.size} tables and indices)`,
    found,
  };
}

/** A hash of each table and index. */
async function contents(
  databases: Databases,
  elasticsearchUrl: string,
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const name of SUBGRAPH_NAMES) {
    const tables = await databases.query<{ table: string }>(
      name,
      `select table_name as table from information_schema.tables where table_schema = $1 and table_type = 'BASE TABLE'`,
      [name],
    );
    for (const { table } of tables.filter((row) => !BOOKKEEPING.test(row.table))) {
      const [row] = await databases.query<{ hash: string }>(
        name,
        `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash from "${name}"."${table}" t`,
      );
      hashes.set(`${name}.${table}`, row!.hash);
    }
  }
  const answer = await fetch(`${elasticsearchUrl}/_all/_search?size=10000&version=true`);
  const { hits } = (await answer.json()) as {
    hits: { hits: { _index: string; _id: string; _source: unknown; _version: number }[] };
  };
  for (const [index, documents] of Map.groupBy(hits.hits, ({ _index }) => _index))
    hashes.set(
      `index ${index}`,
      documents
        .map(({ _id, _source, _version }) => JSON.stringify([_id, _version, _source]))
        .sort()
        .join('\n'),
    );
  return hashes;
}
