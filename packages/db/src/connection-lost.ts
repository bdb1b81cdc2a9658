import { causesOf } from './causes-of.js';

/** SQLSTATE classes and codes with which PostgreSQL ends a session or refuses a new one. */
const LOST_STATES = /^(08...|57P0[1-5]|53300|25P0[34])$/;
const LOST_SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOSPC',
  'EDQUOT',
]);
/** What the `pg` driver says without a code. */
const LOST_TEXTS =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Query read timeout|not queryable|timeout expired|Client was closed|Connection ended/i;

/**
 * Whether an error says that a database could not be reached or ended the session, so that nothing
 * is wrong with the statement and a later try may work. Also true for a full disk (53100, ENOSPC):
 * nothing is wrong with the request either.
 */
export function isConnectionLost(error: unknown): boolean {
  for (const { code, message } of causesOf(error)) {
    if (
      typeof code === 'string' &&
      (LOST_STATES.test(code) || code === '53100' || LOST_SYSTEM_CODES.has(code))
    )
      return true;
    if (typeof message === 'string' && LOST_TEXTS.test(message)) return true;
  }
  return false;
}
