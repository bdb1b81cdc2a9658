import { setTimeout as wait } from 'node:timers/promises';
import { supergraph } from './gateway/graph.js';
import { startProcess, type BenchProcess } from './gateway/pinned-process.js';
import { rssMb } from './process-tree.js';

const SECONDS_PER_ATTACK = 4;
const ATTACKERS = 8;
const PAUSE_MS = 20;
const LOAD_SECONDS = 8;
const IDLE_MS = 3_000;
const SHOPPER = '{ users { id name reviews { id body product { upc name price inStock } } } }';

const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_none, index) => part(index)).join(' ');
const tree = (levels: number) =>
  `{ topProducts { ...F0 } } ${repeat(levels, (i) => `fragment F${i} on Product { upc a: reviews { product { ...F${i + 1} } } b: reviews { product { ...F${i + 1} } } }`)} fragment F${levels} on Product { upc }`;
let fresh = 0;

/** Bodies that cost more than they look; a function makes a new one each time. */
const ATTACKS: Record<string, () => string> = {
  'fragment tree of 18 levels': () => JSON.stringify({ query: tree(18) }),
  'cycle of depth 100': () =>
    JSON.stringify({
      query: `{ topProducts ${'{ reviews { product '.repeat(50)}{ upc }${' } }'.repeat(50)} }`,
    }),
  '3,000 braces': () => JSON.stringify({ query: '{a'.repeat(3_000) + '}'.repeat(3_000) }),
  '500 aliases': () =>
    JSON.stringify({ query: `{ ${repeat(500, (i) => `a${i}: users { id }`)} }` }),
  '10,000 repetitions': () => JSON.stringify({ query: `{ ${'__typename '.repeat(10_000)} }` }),
  'body of 2 MB': () => JSON.stringify({ query: `{ users { id } } #${'x'.repeat(2_000_000)}` }),
  'batch of 100': () =>
    JSON.stringify(Array.from({ length: 100 }, () => ({ query: '{ users { id } }' }))),
  'new documents as large as allowed': () =>
    JSON.stringify({
      query: `query N${fresh++} { ${repeat(28, (i) => `a${i}: user(id: "${i}") { id login name birthday reviews { id body product { upc name price inStock shippingEstimate weight reviews { id body author { id name } } } } }`)} }`,
    }),
};

/**
 * `npm run bench -- bystander`: how long a shopper's small query takes while others send hostile
 * documents to the same gateway with the limits of production. The goal is p99 < 500 ms, no error,
 * and memory back to +10 % afterwards.
 */
export async function benchBystander(): Promise<void> {
  const subgraphs = await startProcess('subgraphs-process.ts', {}, ['--import', 'tsx']);
  const urls = subgraphs.ready['urls'] as never;
  const gateway = await startProcess(
    'own-process.ts',
    { supergraph: supergraph(urls), urls, executor: 'own', limited: true },
    ['--expose-gc'],
  );
  const { url, token } = gateway.ready as { url: string; token: string };
  try {
    const before = await memoryUnderLoad(gateway, url, token);
    await report('nobody attacks', url, token, () => wait(SECONDS_PER_ATTACK * 1_000));
    for (const [name, body] of Object.entries(ATTACKS)) {
      await report(name, url, token, async () => {
        const until = Date.now() + SECONDS_PER_ATTACK * 1_000;
        let sent = 0;
        const attack = async () => {
          for (; Date.now() < until; sent++) await send(url, body()).catch(() => undefined);
        };
        await Promise.all(Array.from({ length: ATTACKERS }, attack));
        return sent;
      });
    }
    const after = await memoryUnderLoad(gateway, url, token);
    const compared = (what: 'heapMb' | 'rssMb') =>
      `${before[what].toFixed(0)} MB before, ${after[what].toFixed(0)} MB after = ${(after[what] / before[what]).toFixed(2)}x`;
    console.log(`in use after ordinary load:   ${compared('heapMb')}`);
    console.log(`resident, with what Node has not given back: ${compared('rssMb')}`);
  } finally {
    gateway.stop();
    subgraphs.stop();
  }
}

/**
 * Memory after some seconds of shoppers' queries, as many at once as there were attackers: an idle
 * process that never worked tells nothing.
 */
async function memoryUnderLoad(
  gateway: BenchProcess,
  url: string,
  token: string,
): Promise<{ heapMb: number; rssMb: number }> {
  const until = Date.now() + LOAD_SECONDS * 1_000;
  const shopper = async () => {
    while (Date.now() < until)
      await send(url, JSON.stringify({ query: SHOPPER }), { authorization: `Bearer ${token}` });
  };
  await Promise.all(Array.from({ length: ATTACKERS }, shopper));
  await wait(IDLE_MS);
  const resident = rssMb(gateway.pid);
  const { heapMb } = await gateway.ask({});
  return { heapMb: heapMb as number, rssMb: resident };
}

async function report(
  name: string,
  url: string,
  token: string,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  const { times, errors, result } = await watch(url, token, meanwhile);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(0);
  const sent = typeof result === 'number' ? `; ${result} hostile requests` : '';
  console.log(
    `${name.padEnd(36)} bystander: ${times.length} queries, ${errors} errors, median ${at(0.5)} ms, p99 ${at(0.99)} ms${sent}`,
  );
}

/** Asks like a shopper, again and again, until something else is done. */
async function watch(url: string, token: string, meanwhile: () => Promise<unknown>) {
  const times: number[] = [];
  let errors = 0;
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const started = performance.now();
      const answer = await send(
        url,
        JSON.stringify({ query: '{ topProducts(first: 1) { name } }' }),
        { authorization: `Bearer ${token}` },
      );
      times.push(performance.now() - started);
      if (!answer.includes('"Table"')) errors++;
      await wait(PAUSE_MS);
    }
  })();
  const result = await meanwhile();
  isOver = true;
  await asking;
  return { times: times.sort((a, b) => a - b), errors, result };
}

async function send(
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return response.text();
}
