import { ConfigurationError, EXIT_CONFIGURATION } from './config/configuration-error.js';

/** Errors whose message alone tells what to do; a stack would only hide it. */
const EXPLAINED = new Set([
  'PortTakenError',
  'DataFolderLockedError',
  'DatabaseHeldError',
  'DatabaseNewerError',
  'StartRefusedError',
  'EngineUnreachableError',
]);

/**
 * Runs a start; when it fails, prints a message that says what to do and ends the process (78 for
 * configuration and a newer database, else 1).
 */
export async function exitOnStartError(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const explained = error instanceof ConfigurationError || EXPLAINED.has((error as Error).name);
    process.stderr.write(
      `\n${explained ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`,
    );
    // Another start of the same version would meet the same database.
    const stays =
      error instanceof ConfigurationError || (error as Error).name === 'DatabaseNewerError';
    process.exit(stays ? EXIT_CONFIGURATION : 1);
  }
}
