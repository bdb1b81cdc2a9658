// First, because it loads reflect-metadata, which the decorators of the others need.
import '@emporium/graphql/federated-schema';
import { setTimeout as sleep } from 'node:timers/promises';
import { search } from '@emporium/search/subgraph';
import { anonymous } from '@emporium/testing/principals';
import { product } from './goods.js';
import { EMBEDDED, openRig, realSites, type Rig, type Site } from './rig.js';
import { printTable, quantile } from './table.js';

const LOOK_EVERY_MS = 50;
/** Products in the index that the rebuild replaces. */
const FIRST = 5_000;
const QUERY =
  'query ($query: String!) { search(query: $query, first: 10) { totalCount nodes { card { name } } } }';

/**
 * Answers the two queries of a rebuild as catalog would, from memory: what catalog itself costs is
 * not measured.
 */
function standInCatalog({ runtime }: Rig): { size: number } {
  const catalog = { size: FIRST };
  const node = (n: number) => {
    const data = product(n);
    const variants = data.variants.map((variant) => ({
      ...variant,
      stock: { available: variant.available },
    }));
    return {
      ...data,
      variants: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: variants },
      images: [],
    };
  };
  runtime.clients.set('catalog', {
    name: 'catalog',
    execute: async ({ variables = {} }) => {
      const from = Number(variables['after'] ?? 0);
      const to = Math.min(catalog.size, from + 50);
      const nodes = Array.from({ length: to - from }, (_, k) => node(from + k));
      return {
        data: {
          products: { pageInfo: { hasNextPage: to < catalog.size, endCursor: String(to) }, nodes },
        },
      };
    },
    health: async () => ({ status: 'ok' }),
  });
  return catalog;
}

async function measure(site: Site, count: number): Promise<(string | number)[]> {
  const rig = await openRig(site);
  try {
    const catalog = standInCatalog(rig);
    const running = await rig.start(search);
    const command = search.commands!.find(({ name }) => name === 'search-rebuild')!;
    const rebuild = async () => {
      let last: Record<string, unknown> = {};
      for await (const line of command.run(running.systemCtx(), {})) last = line;
      if (last['divergent'] !== 0) throw new Error(`${site.name}: ${JSON.stringify(last)}`);
    };
    // The first one fills the index that the measured one replaces.
    await rebuild();
    catalog.size = count;
    const times: number[] = [];
    const failures = new Map<string, number>();
    const fail = (why: string) => void failures.set(why, (failures.get(why) ?? 0) + 1);
    const totals: number[] = [];
    let busy = true;
    const look = async () => {
      const started = performance.now();
      const request = {
        query: QUERY,
        variables: { query: 'stone' },
        principal: anonymous,
        issuer: 'gateway',
        requestId: 'bench',
      } as const;
      const { data, errors } = await running.client.execute(request);
      times.push(performance.now() - started);
      if (errors) return fail(String(errors[0]!.extensions?.['code'] ?? errors[0]!.message));
      const found = (data as { search: { totalCount: number; nodes: unknown[] } }).search;
      if (found.nodes.length !== 10) fail(`${found.nodes.length} found`);
      if (totals.at(-1) !== found.totalCount) totals.push(found.totalCount);
    };
    await look();
    const looks = (async () => {
      for (; busy; await sleep(LOOK_EVERY_MS)) await look();
    })();
    const started = performance.now();
    try {
      await rebuild();
    } finally {
      busy = false;
      await looks;
    }
    const seconds = (performance.now() - started) / 1_000;
    await look();
    // All of the old index until the swap, all of the new one after it: anything else was an answer
    // from a half-made index.
    const swapped = totals.length === 2 && totals[1]! > totals[0]!;
    const failed = [...failures].map(([why, times]) => `${times} ${why}`).join(', ') || 'none';
    return [
      site.name,
      count,
      seconds,
      count / seconds,
      times.length,
      failed,
      swapped ? 'once' : totals.join(),
      quantile(times, 0.99),
    ];
  } finally {
    await rig.close();
  }
}

/**
 * `npm run bench -- rebuild [PRODUCTS]`: a rebuild with its comparison at the end, while searches
 * go on all the time.
 */
export async function benchRebuild(): Promise<void> {
  const count = Number(process.argv[3] ?? 100_000);
  const rows: (string | number)[][] = [];
  const only = process.argv[4];
  for (const site of [...realSites(['opensearch', 'elasticsearch']), EMBEDDED].filter(
    ({ name }) => !only || name.includes(only),
  )) {
    rows.push(await measure(site, count));
    console.log(rows.at(-1)!.join('  '));
  }
  const base = Number(rows.at(-1)![3]);
  printTable(
    'rebuild of the search index, with the comparison at its end (goal: no search fails or changes its answer)',
    [
      'site',
      'products',
      'seconds',
      'products/s',
      'searches',
      'failed',
      'answers changed',
      'search p99 ms',
      'to embedded',
    ],
    rows.map((row) => [...row, `${(Number(row[3]) / base).toFixed(1)}x`]),
  );
}
