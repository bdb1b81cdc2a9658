import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';

const DRAIN_LIMIT_MS = 15_000;

/**
 * Runs `stop` once on SIGTERM, SIGINT or an unexpected error, then ends the process: 0 after a
 * signal, 1 after an error. `quietly` after SIGTERM, with which others are told that they go on
 * without this process; whoever presses Ctrl-C does not want to wait. After `limitMs` the process
 * ends in any case.
 */
export function onStop(
  log: Logger,
  stop: (how: { quietly: boolean }) => Promise<void>,
  limitMs = DRAIN_LIMIT_MS,
): void {
  closeWithGrace({ delay: limitMs, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'unexpected error, stopping');
    else log.info({ signal }, 'stopping');
    await stop({ quietly: signal === 'SIGTERM' });
  });
}
