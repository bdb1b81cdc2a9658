import type { ClientConfig } from 'pg';

/**
 * How long a server may take to accept a connection, or a pool to have a free one, in milliseconds.
 */
export const CONNECT_TIMEOUT_MS = 5_000;
/**
 * A statement whose server keeps silent ends this much after the server itself should have ended
 * it.
 */
const ANSWER_MARGIN_MS = 2_000;

/**
 * Settings of a session, as startup options. Compiling a plan costs seconds of CPU and short
 * statements never earn it back (measured: 3 s for one search document, 5 ms without). The server
 * notices within 15 s that a client is gone, so that its locks and transactions end.
 */
const SESSION_OPTIONS = [
  'jit=off',
  'tcp_user_timeout=15000',
  'tcp_keepalives_idle=10',
  'tcp_keepalives_interval=5',
  'tcp_keepalives_count=2',
];

/**
 * What every client of PostgreSQL is opened with: each wait has an end, on the side of the server
 * by `statementTimeoutMs` and, when the network keeps silent, on ours a little later. A client
 * whose statement got no answer must be destroyed.
 */
export function postgresSession(url: string, statementTimeoutMs: number): ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + ANSWER_MARGIN_MS,
    idle_in_transaction_session_timeout: 20_000,
    keepAlive: true,
    options: SESSION_OPTIONS.map((setting) => `-c ${setting}`).join(' '),
  };
}
