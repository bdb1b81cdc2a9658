import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';

const DRAIN_LIMIT_MS = 15_000;

/** Runs `stop` once on SIGTERM, SIGINT or an unexpected error, then ends the process: 0 after a signal, 1 after an error. */
export function onStop(log: Logger, stop: () => Promise<void>): void {
  closeWithGrace({ delay: DRAIN_LIMIT_MS, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'unexpected error, stopping');
    else log.info({ signal }, 'stopping');
    await stop();
  });
}
