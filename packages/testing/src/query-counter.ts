import type { SubgraphDatabase } from '@emporium/db/subgraph-database';

/**
 * Statements of the relay, which works beside whatever is counted; adding an event to the outbox is
 * none of them.
 */
const OF_RELAY = /"lease"|^\s*(select|with|update).*"outbox"/is;

/** SQL statements sent while `work` ran, without transaction control and without the relay's. */
export async function countQueries<T>(
  databases: readonly SubgraphDatabase[],
  work: () => Promise<T>,
): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = [];
  const listener = (sql: string) => {
    if (!/^\s*(begin|start|commit|rollback|savepoint|release)/i.test(sql) && !OF_RELAY.test(sql))
      statements.push(sql);
  };
  for (const database of databases) database.onQuery.add(listener);
  try {
    return { result: await work(), statements };
  } finally {
    for (const database of databases) database.onQuery.delete(listener);
  }
}
