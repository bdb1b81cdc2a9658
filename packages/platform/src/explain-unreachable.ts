import { causesOf } from '@emporium/db/causes-of';
import { isConnectionLost } from '@emporium/db/connection-lost';

/**
 * An engine that the start needs does not let us in; the message says which, where it was looked
 * for, and what to do.
 */
export class EngineUnreachableError extends Error {
  override readonly name = 'EngineUnreachableError';
}

/**
 * SQLSTATE of a refused log-in: unknown role, wrong password, not allowed to connect, or to create
 * the database.
 */
const REFUSED_STATES = new Set(['28000', '28P01', '42501']);

/**
 * Opens the database that `variable` names; when the server cannot be reached or refuses the
 * log-in, the error says so in words. The address is shown without its password. Throws
 * EngineUnreachableError, and other errors as they are.
 */
export async function explainUnreachable<T>(
  variable: string,
  url: string,
  open: () => Promise<T>,
): Promise<T> {
  try {
    return await open();
  } catch (error) {
    const { host, pathname, username } = new URL(url);
    const database = `the database ${pathname.slice(1)} at ${host} (${variable})`;
    const options = { cause: error };
    const reason =
      [...causesOf(error)].map(({ message }) => message).find((message) => message) ??
      String(error);
    if (
      [...causesOf(error)].some(({ code }) => typeof code === 'string' && REFUSED_STATES.has(code))
    )
      throw new EngineUnreachableError(
        `${capital(database)} refuses the user ${username || '(none)'}: ${String(reason)}. Correct user and password in ${variable}, or let that user connect and create databases.`,
        options,
      );
    if (isConnectionLost(error))
      throw new EngineUnreachableError(
        `${capital(database)} cannot be reached: ${String(reason)}. Start PostgreSQL there or correct ${variable}, then start again.`,
        options,
      );
    throw error;
  }
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
