import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';

/**
 * Polling sees also what file events miss: mounted config maps and editors that replace the file.
 */
const POLL_MS = 500;

/** A composed supergraph: its text, or the file that holds it. */
export type SupergraphSource = string | { path: string };

/** Reads the supergraph. Throws when the file cannot be read. */
export function readSupergraph(source: SupergraphSource): string {
  return typeof source === 'string' ? source : readFileSync(source.path, 'utf8');
}

/**
 * Calls `reload` with the new text when the file changes; a text that cannot be used leaves the old
 * one in force. Returns how to stop.
 */
export function watchSupergraph(
  source: SupergraphSource,
  reload: (sdl: string) => void,
  log: Logger,
): () => void {
  if (typeof source === 'string') return () => {};
  const { path } = source;
  let inForce = readSupergraph(source);
  const onChange = () => {
    try {
      const next = readSupergraph(source);
      if (next === inForce) return;
      reload(next);
      inForce = next;
      log.info('supergraph reloaded');
    } catch (error) {
      log.error(
        { err: error },
        'the new supergraph cannot be used; the last good one stays in force',
      );
    }
  };
  watchFile(path, { interval: POLL_MS, persistent: false }, onChange);
  return () => unwatchFile(path, onChange);
}
