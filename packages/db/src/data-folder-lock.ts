import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Thrown when another process works on the same data folder. */
export class DataFolderLockedError extends Error {
  override name = 'DataFolderLockedError';
  constructor(readonly dataDir: string) {
    super(
      `The data folder ${dataDir} is in use by another running shop. Stop that one (Ctrl-C in its terminal), or start this one with DATA_DIR=<another folder>.`,
    );
  }
}

/**
 * Unix socket paths are limited to about 100 bytes, so long folders get a name derived from their
 * path.
 */
function socketPath(dataDir: string): string {
  const absolute = resolve(dataDir);
  const inside = join(absolute, 'lock.sock');
  const hashed = createHash('sha256').update(absolute).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\emporium-${hashed}`;
  return inside.length < 100 ? inside : join(tmpdir(), `emporium-${hashed}.sock`);
}

function listen(path: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.end());
    server.once('error', fail);
    server.listen(path, () => done(server));
    server.unref();
  });
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

/**
 * Takes the data folder for this process by binding a socket: the system frees it when the process
 * dies, however it dies, so a refused connection means a stale lock. Throws DataFolderLockedError
 * when a living process holds it.
 */
export async function lockDataFolder(dataDir: string): Promise<{ release(): Promise<void> }> {
  mkdirSync(dataDir, { recursive: true });
  const path = socketPath(dataDir);
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const server = await listen(path);
      return { release: () => new Promise((done) => server.close(() => done())) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (await isAlive(path)) throw new DataFolderLockedError(dataDir);
      rmSync(path, { force: true });
    }
  }
  throw new DataFolderLockedError(dataDir);
}
