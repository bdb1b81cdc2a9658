import { comparePerRequest, type ComparedShop } from './compare-per-request.js';
import { cpuSeconds } from './cpu-seconds.js';
import { dropDatabase, ownDatabases } from './engines/databases.js';
import { startShop, temporaryDataDir } from './shop-process.js';

/** What a storefront asks, from `examples/queries`. */
export const EXAMPLES = ['01-browse', '03-search', '06-suggest', '07-product-page'];

/**
 * CPU of the whole shop (one process) per request of a storefront in each mode, by its name and
 * environment: in turns, answers compared. With `DATABASE_URL` on PostgreSQL, whose own work is
 * then outside the process; else on PGlite, which is most of what is measured.
 */
export async function compareModes(
  modes: Readonly<Record<string, Record<string, string>>>,
): Promise<void> {
  const server = process.env['DATABASE_URL'];
  console.log(
    server
      ? 'on PostgreSQL, a database per subgraph and shop'
      : 'on PGlite; set DATABASE_URL to measure on PostgreSQL',
  );
  const shops: (ComparedShop & { stop(): Promise<void> })[] = [];
  try {
    for (const [name, mode] of Object.entries(modes)) {
      const databases = server ? ownDatabases(server) : {};
      const shop = await startShop(temporaryDataDir(), {
        LOG_LEVEL: 'warn',
        ...databases,
        ...mode,
      });
      const stop = async () => {
        await shop.stop();
        for (const url of Object.values(databases)) await dropDatabase(url);
      };
      shops.push({
        name,
        url: shop.graphqlUrl,
        cpuSeconds: { node: async () => cpuSeconds(shop.shopPid) },
        stop,
      });
    }
    for (const example of EXAMPLES) await comparePerRequest(example, shops);
  } finally {
    for (const shop of shops) await shop.stop();
  }
}
