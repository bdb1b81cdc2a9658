/** The one thing the SQL-backed store needs of a database: run a statement with `$1` parameters. */
export interface SqlClient {
  query<T = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<T[]>;
}
