import { otlpReceiver } from '@emporium/testing/otlp-receiver';
import { comparePerRequest, type ComparedShop } from './compare-per-request.js';
import { cpuSeconds } from './cpu-seconds.js';
import { dropDatabase, ownDatabases } from './engines/databases.js';
import { startShop, temporaryDataDir } from './shop-process.js';
import { EXAMPLES } from './storefront.js';

/**
 * `npm run bench -- tracing`: CPU of the whole shop (one process) per request of a storefront without tracing, with every tenth trace kept
 * (goal ≤ 1.05) and with all of them. In turns, answers compared; the receiver is in this process and not counted.
 */
export async function benchTracing(): Promise<void> {
  const server = process.env['DATABASE_URL'];
  const receiver = await otlpReceiver();
  const kept = (sampler: string, ratio: string) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    OTEL_TRACES_SAMPLER: sampler,
    OTEL_TRACES_SAMPLER_ARG: ratio,
  });
  const modes = {
    'without tracing': {},
    'one trace in ten': kept('parentbased_traceidratio', '0.1'),
    'every trace': kept('parentbased_always_on', '1'),
  };
  const shops: (ComparedShop & { stop(): Promise<void> })[] = [];
  try {
    for (const [name, mode] of Object.entries(modes)) {
      const databases = server ? ownDatabases(server) : {};
      const shop = await startShop(temporaryDataDir(), { LOG_LEVEL: 'warn', ...databases, ...mode });
      const stop = async () => {
        await shop.stop();
        for (const url of Object.values(databases)) await dropDatabase(url);
      };
      shops.push({ name, url: shop.graphqlUrl, cpuSeconds: { node: async () => cpuSeconds(shop.shopPid) }, stop });
    }
    for (const example of EXAMPLES) await comparePerRequest(example, shops);
    console.log(`\n${receiver.spans.length} spans were received`);
  } finally {
    for (const shop of shops) await shop.stop();
    await receiver.close();
  }
}
