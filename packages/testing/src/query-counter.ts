import type { SubgraphDatabase } from '@emporium/db/subgraph-database';

/** SQL statements sent while `work` ran, without transaction control. */
export async function countQueries<T>(
  databases: readonly SubgraphDatabase[],
  work: () => Promise<T>,
): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = [];
  const listener = (sql: string) => {
    if (!/^\s*(begin|commit|rollback|savepoint|release)/i.test(sql)) statements.push(sql);
  };
  for (const database of databases) database.onQuery.add(listener);
  try {
    return { result: await work(), statements };
  } finally {
    for (const database of databases) database.onQuery.delete(listener);
  }
}
