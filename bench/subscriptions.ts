import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cpuSeconds } from './cpu-seconds.js';
import { startProcess, type BenchProcess } from './gateway/pinned-process.js';
import { rssMb } from './process-tree.js';
import { startShop, temporaryDataDir } from './shop-process.js';

const DEFAULTS = { sockets: 1_000, perSocket: 20, products: 1_000, different: 20 };
const QUIET_SECONDS = 5;
const LOADER = ['--import', 'tsx'];
/** The import is over when nothing was heard for so long. */
const SILENCE_MS = 2_000;

/**
 * `npm run bench -- subscriptions [sockets] [subscriptions per socket] [products] [different
 * selections]`: a shop, anonymous listeners from one process, an import of products, and how long a
 * shopper in another process waits meanwhile; the goal is p99 < 500 ms. With as many different
 * selections as there are subscriptions nobody shares anything.
 */
export async function benchSubscriptions(given: readonly string[]): Promise<void> {
  const [sockets, perSocket, products, different] = Object.values(DEFAULTS).map((value, index) =>
    Number(given[index] ?? value),
  ) as [number, number, number, number];
  const dataDir = temporaryDataDir();
  // Budgets are those of a load test: all listeners have one address.
  const shop = await startShop(dataDir, { LOG_LEVEL: 'warn' });
  const processes: BenchProcess[] = [];
  try {
    const bystander = await startProcess(
      '../subscriptions/bystander-process.ts',
      { url: shop.graphqlUrl },
      LOADER,
    );
    processes.push(bystander);
    await wait(QUIET_SECONDS * 1_000);
    await report('alone', bystander);
    const listeners = await startProcess(
      '../subscriptions/listeners-process.ts',
      { url: shop.graphqlUrl, sockets, perSocket, different },
      LOADER,
    );
    processes.push(listeners);
    console.log(
      `${sockets} sockets with ${perSocket} subscriptions each, ${different} different: ${JSON.stringify(listeners.ready)}`,
    );
    await report('while they subscribe', bystander);
    await wait(QUIET_SECONDS * 1_000);
    await report('while they listen', bystander);
    const cpu = cpuSeconds(shop.shopPid);
    const started = performance.now();
    await importProducts(dataDir, products);
    console.log(
      `import of ${products} products: ${((performance.now() - started) / 1_000).toFixed(1)} s`,
    );
    await report('while products are imported', bystander);
    const heard = await untilSilent(listeners);
    await report('while the rest is told', bystander);
    console.log(
      `heard: ${JSON.stringify(heard)} after ${((performance.now() - started) / 1_000).toFixed(1)} s, ${(cpuSeconds(shop.shopPid) - cpu).toFixed(1)} CPU-s and ${rssMb(shop.shopPid).toFixed(0)} MB of the shop`,
    );
  } finally {
    for (const one of processes) one.stop();
    await shop.stop();
  }
}

async function importProducts(dataDir: string, count: number): Promise<void> {
  const file = join(dataDir, 'products.csv');
  const rows = Array.from(
    { length: count },
    (_none, number) =>
      `bench-${number},Bench ${number},<p>Product ${number}</p>,bench-${number},10.00,5,true`,
  );
  writeFileSync(
    file,
    [
      'Handle,Title,Body (HTML),Variant SKU,Variant Price,Variant Inventory Qty,Published',
      ...rows,
    ].join('\n'),
  );
  await promisify(execFile)('node', ['shop/dist/command.js', 'import', file], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, DATA_DIR: dataDir },
  });
}

async function untilSilent(listeners: BenchProcess): Promise<Record<string, unknown>> {
  let before = '';
  for (;;) {
    const heard = await listeners.ask({});
    if (JSON.stringify(heard) === before) return heard;
    before = JSON.stringify(heard);
    await wait(SILENCE_MS);
  }
}

async function report(when: string, bystander: BenchProcess): Promise<void> {
  const { times, errors } = (await bystander.ask({})) as unknown as {
    times: number[];
    errors: number;
  };
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(
      0,
    );
  console.log(
    `bystander ${when.padEnd(28)} ${times.length} queries, ${errors} errors, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
  );
}
