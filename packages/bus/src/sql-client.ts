/** Plain SQL for tables that no subgraph owns: the embedded bus and the outbox relay. */
export interface SqlClient {
  /** Runs one statement with `$1` parameters and returns its rows. */
  query<T = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /**
   * Runs `fn` in a transaction; rolls back when it throws. Use only the client given to `fn`
   * inside.
   */
  transaction<T>(fn: (tx: SqlClient) => Promise<T>): Promise<T>;
}
