// First, because it loads reflect-metadata, which the decorators of the others need.
import '@emporium/graphql/federated-schema';
import { anonymous } from '@emporium/testing/principals';
import { search } from '@emporium/search/subgraph';
import { setTimeout as sleep } from 'node:timers/promises';
import { product } from './goods.js';
import { openOutbox } from './outbox.js';
import { EMBEDDED, openRig, realSites, type Rig, type Site } from './rig.js';
import { printTable, quantile } from './table.js';

const PRODUCTS = 500;
const UPDATES_PER_SECOND = 200;
const SECONDS = 20;
/** Every so many updates one is looked for; each look is a search, which costs too. */
const PROBE_EVERY = 25;
const LOOK_EVERY_MS = 50;
/** At most this many are looked for at once: a lag must not make itself worse by searches. */
const PROBES = 8;
/** Changes before the measurement: both engines run on compilers that start cold. */
const WARM_SECONDS = 5;
const TICK_MS = 25;
const GIVE_UP_MS = 60_000;

const QUERY =
  'query ($query: String!) { search(query: $query, first: 3) { nodes { card { name } } } }';

/**
 * Searches for a product as a shopper's request does, until this version or a later one is found.
 * Returns the milliseconds it took.
 */
async function untilFound(
  versionFound: (n: number) => Promise<number>,
  n: number,
  version: number,
): Promise<number> {
  const since = performance.now();
  for (;;) {
    if ((await versionFound(n)) >= version) return performance.now() - since;
    if (performance.now() - since > GIVE_UP_MS) return GIVE_UP_MS;
    await sleep(LOOK_EVERY_MS);
  }
}

/** A product whose name tells which one it is, and which version. */
const revision = (n: number, version: number) => product(n, version, `thing${n}x rev${version}`);

async function caughtUp({ runtime }: Rig): Promise<void> {
  while ((await runtime.bus.groups()).some((group) => group.lag !== 0)) await sleep(100);
}

async function measure(site: Site): Promise<(string | number)[]> {
  const rig = await openRig(site);
  try {
    const outbox = await openOutbox(rig.runtime);
    const running = await rig.start(search);
    let failed = 0;
    const versionFound = async (n: number): Promise<number> => {
      const request = {
        query: QUERY,
        variables: { query: `thing${n}x` },
        principal: anonymous,
        issuer: 'gateway',
        requestId: 'bench',
      } as const;
      const { data, errors } = await running.client.execute(request);
      if (errors) failed++;
      const nodes =
        (data as { search?: { nodes: { card: { name: string } }[] } } | null)?.search?.nodes ?? [];
      return Math.max(
        0,
        ...nodes.map((node) => Number(/^thing\d+x rev(\d+) /.exec(node.card.name)?.[1])),
      );
    };
    for (let n = 0; n < PRODUCTS; n += 100)
      await outbox.add(Array.from({ length: 100 }, (_, k) => revision(n + k, 1)));
    await caughtUp(rig);

    const probes: Promise<number>[] = [];
    const started = performance.now();
    let sent = 0;
    let looking = 0;
    const total = UPDATES_PER_SECOND * (WARM_SECONDS + SECONDS);
    while (sent < total) {
      const due = Math.min(
        total,
        Math.floor(((performance.now() - started) / 1_000) * UPDATES_PER_SECOND),
      );
      const updates = Array.from({ length: due - sent }, (_, k) => sent + k);
      sent = due;
      await Promise.all(
        updates.map(async (seq) => {
          const [n, version] = [seq % PRODUCTS, 2 + Math.floor(seq / PRODUCTS)];
          await outbox.add([revision(n, version)]);
          if (seq % PROBE_EVERY > 0 || seq < UPDATES_PER_SECOND * WARM_SECONDS || looking >= PROBES)
            return;
          looking++;
          probes.push(untilFound(versionFound, n, version).finally(() => looking--));
        }),
      );
      await sleep(TICK_MS);
    }
    const rate = sent / ((performance.now() - started) / 1_000);
    const times = await Promise.all(probes);
    await caughtUp(rig);
    await outbox.close();
    return [
      site.name,
      rate,
      times.length,
      quantile(times, 0.5),
      quantile(times, 0.99),
      Math.max(...times),
      failed,
    ];
  } finally {
    await rig.close();
  }
}

/**
 * `npm run bench -- freshness`: from the commit of a product's change to the first search that
 * finds it.
 */
export async function benchFreshness(): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const site of [EMBEDDED, ...realSites(['opensearch', 'elasticsearch'])]) {
    rows.push(await measure(site));
    console.log(rows.at(-1)!.join('  '));
  }
  const base = Number(rows[0]![4]);
  printTable(
    `product change -> found by a search, ${UPDATES_PER_SECOND} changes/s for ${SECONDS} s over ${PRODUCTS} products (goal p99 < 2000 ms)`,
    [
      'site',
      'changes/s',
      'looked for',
      'p50 ms',
      'p99 ms',
      'max ms',
      'failed searches',
      'p99 to embedded',
    ],
    rows.map((row) => [...row, `${(Number(row[4]) / base).toFixed(1)}x`]),
  );
}
