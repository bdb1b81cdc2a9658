import { ConfigurationError, EXIT_CONFIGURATION } from './config/configuration-error.js';

/** Errors whose message alone tells what to do; a stack would only hide it. */
const EXPLAINED = new Set(['PortTakenError', 'DataFolderLockedError', 'DatabaseHeldError', 'StartRefusedError', 'EngineUnreachableError']);

/** Runs a start; when it fails, prints a message that says what to do and ends the process (78 for configuration, else 1). */
export async function exitOnStartError(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const explained = error instanceof ConfigurationError || EXPLAINED.has((error as Error).name);
    process.stderr.write(`\n${explained ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
    process.exit(error instanceof ConfigurationError ? EXIT_CONFIGURATION : 1);
  }
}
