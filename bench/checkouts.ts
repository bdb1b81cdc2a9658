import { resolve } from 'node:path';
import { openPgPool } from '@emporium/db/pg-client';
import { comparePerRequest, type ComparedShop } from './compare-per-request.js';
import { cpuSeconds } from './cpu-seconds.js';
import { dropDatabase, ownDatabases } from './engines/databases.js';
import { startShop, temporaryDataDir } from './shop-process.js';
import { EXAMPLES } from './compare-modes.js';

/**
 * `npm run bench -- checkouts ../other`: what a request costs in this checkout and in another one
 * of the same repository, whole shops on PostgreSQL in turns: CPU of the shop's process and of the
 * server's processes that work for it. Needs `DATABASE_URL` of a server on this machine. Ratios are
 * this checkout's to the other's.
 */
export async function benchCheckouts(other: string | undefined): Promise<void> {
  const server = process.env['DATABASE_URL'];
  if (!server || !other)
    throw new Error(
      'set DATABASE_URL and name the folder of the other checkout: npm run bench -- checkouts ../other',
    );
  const shops: (ComparedShop & { stop(): Promise<void> })[] = [];
  const admin = openPgPool(server, 1);
  try {
    for (const checkout of ['.', other]) {
      const databases = ownDatabases(server);
      const shop = await startShop(
        temporaryDataDir(),
        { LOG_LEVEL: 'warn', ...databases },
        resolve(checkout),
      );
      const backends = serverCpu(admin, Object.values(databases));
      const node = async () => cpuSeconds(shop.shopPid);
      const stop = async () => {
        await shop.stop();
        for (const url of Object.values(databases)) await dropDatabase(url);
      };
      shops.push({
        name: checkout,
        url: shop.graphqlUrl,
        cpuSeconds: { node, postgres: backends },
        stop,
      });
    }
    for (const example of EXAMPLES) await comparePerRequest(example, shops);
  } finally {
    for (const shop of shops) await shop.stop();
    await admin.close();
  }
}

/**
 * CPU seconds of all server processes that were ever seen to serve one of the databases; what a
 * process used after it was last seen is missed.
 */
function serverCpu(
  admin: ReturnType<typeof openPgPool>,
  urls: readonly string[],
): () => Promise<number> {
  const names = urls.map((url) => new URL(url).pathname.slice(1));
  const seen = new Map<number, number>();
  return async () => {
    for (const { pid } of await admin.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = any($1)',
      [names],
    ))
      seen.set(pid, cpuSeconds(pid));
    return [...seen.values()].reduce((sum, seconds) => sum + seconds, 0);
  };
}
