import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@emporium/testing/eventually';
import { Redis } from 'ioredis';

/** A Redis of the test's own, to be killed and filled at will. */
export interface OwnRedis {
  url: string;
  admin: Redis;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts again on the same data. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Why no Redis can be started here, or undefined. */
export const noRedisServer: string | undefined = spawnSync('redis-server', ['--version']).error
  ? 'there is no program redis-server'
  : undefined;

/**
 * Starts a Redis on a free port, kept as production should: append-only file synced before each
 * answer, nothing evicted.
 */
export async function startOwnRedis(): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'emporium-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const keeping = [
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
  ];
  const admin = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => 50,
    maxRetriesPerRequest: null,
  });
  admin.on('error', () => undefined);
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(
      'redis-server',
      ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, ...keeping],
      { stdio: 'ignore' },
    );
    if (admin.status === 'wait') await admin.connect().catch(() => undefined);
    await eventually(async () => (await admin.ping()) === 'PONG');
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url,
    admin,
    kill,
    start,
    close: async () => {
      admin.disconnect();
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
