/** Plain SQL with `$1` parameters, for infrastructure tables that no subgraph owns (bus, key-value) and for the relay. */
export interface SqlClient {
  /** Runs one statement and returns its rows. */
  query<T = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** Runs `fn` in a transaction; rolls back when it throws. Use only the client given to `fn` inside. */
  transaction<T>(fn: (tx: SqlClient) => Promise<T>): Promise<T>;
}
