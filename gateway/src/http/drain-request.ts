import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 4_000_000;
const MAX_MS = 5_000;

/**
 * Lets a refused sender finish a short body, because closing at once may destroy the rejection
 * before it is read; cuts the connection when more keeps coming.
 */
export function drainRequest(request: IncomingMessage): void {
  if (request.complete) return;
  let bytes = 0;
  const cut = setTimeout(() => request.destroy(), MAX_MS);
  cut.unref();
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) request.destroy();
  });
  request.once('close', () => clearTimeout(cut));
  request.once('end', () => clearTimeout(cut));
  request.on('error', () => {});
}
