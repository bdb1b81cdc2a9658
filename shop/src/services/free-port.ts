import { createServer } from 'node:net';

/** Below what systems take for outgoing connections (32768 and up on Linux, 49152 elsewhere). */
const FIRST = 12_000;
const LAST = 32_000;

/**
 * A TCP port that is free now and stays so while its process is started again: from the range of
 * outgoing connections another process could get it in between, and keep it for hours.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await canListen(port)) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
