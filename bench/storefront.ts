import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import autocannon from 'autocannon';
import { cpuSeconds } from './cpu-seconds.js';
import { dropDatabase, ownDatabases } from './engines/databases.js';
import { pause, startShop, temporaryDataDir } from './shop-process.js';

const EXAMPLES = ['01-browse', '03-search', '06-suggest', '07-product-page'];
const AMOUNT = 300;
const WARM = 600;
const ROUNDS = 3;
const CONNECTIONS = 8;
const ATTEMPTS = 30;

const MODES = {
  'direct, own executor': {},
  'direct, EXECUTOR=apollo': { EXECUTOR: 'apollo' },
  'SUBGRAPH_TRANSPORT=http, own executor': { SUBGRAPH_TRANSPORT: 'http' },
};

/**
 * `npm run bench -- storefront`: CPU of the whole shop (all in one process) per request of what a storefront asks, subgraphs called directly
 * or over HTTP, and with the executor of @apollo/gateway. In turns, answers compared; the goal is direct ≤ 0.6 × HTTP. With `DATABASE_URL` on
 * PostgreSQL, whose own work is then outside the process; else on PGlite, which is most of what is measured.
 */
export async function benchStorefront(): Promise<void> {
  const server = process.env['DATABASE_URL'];
  console.log(server ? 'on PostgreSQL, a database per subgraph and shop' : 'on PGlite; set DATABASE_URL to measure on PostgreSQL');
  const shops: { name: string; url: string; pid: number; stop(): Promise<void> }[] = [];
  try {
    for (const [name, mode] of Object.entries(MODES)) {
      const databases = server ? ownDatabases(server) : {};
      const shop = await startShop(temporaryDataDir(), { LOG_LEVEL: 'warn', ...databases, ...mode });
      const stop = async () => {
        await shop.stop();
        for (const url of Object.values(databases)) await dropDatabase(url);
      };
      shops.push({ name, url: shop.graphqlUrl, pid: shop.shopPid, stop });
    }
    for (const example of EXAMPLES) await compare(example, shops);
  } finally {
    for (const shop of shops) await shop.stop();
  }
}

async function compare(example: string, shops: readonly { name: string; url: string; pid: number }[]): Promise<void> {
  const query = readFileSync(new URL(`../examples/queries/${example}.graphql`, import.meta.url), 'utf8');
  let variables: unknown = {};
  try {
    variables = JSON.parse(readFileSync(new URL(`../examples/queries/${example}.variables.json`, import.meta.url), 'utf8'));
  } catch {
    // it has none
  }
  const body = JSON.stringify({ query, variables });
  // Once each shop has indexed its goods.
  for (let attempt = 1; !(await answerAlike(shops, body)); attempt++) {
    if (attempt === ATTEMPTS) throw new Error(`the shops answer ${example} differently`);
    await pause(1_000);
  }
  for (const shop of shops) await round(shop, body, WARM);
  const cpu = shops.map((): number[] => []);
  for (let turn = 0; turn < ROUNDS; turn++) for (const [index, shop] of shops.entries()) cpu[index]!.push(await round(shop, body, AMOUNT));
  console.log(`\n${example}`);
  for (const [index, { name }] of shops.entries()) {
    const ratio = median(cpu[0]!.map((own, turn) => own / cpu[index]![turn]!));
    console.log(
      `${name.padEnd(40)} ${median(cpu[index]!).toFixed(2)} CPU-ms per request${index === 0 ? '' : `; direct own / this = ${ratio.toFixed(2)}`}`,
    );
  }
}

/** True when the answers hold the same kinds of values and are about as long. */
async function answerAlike(shops: readonly { url: string }[], body: string): Promise<boolean> {
  const answers = await Promise.all(shops.map(({ url }) => ask(url, body)));
  const [first, ...others] = answers.map((answer) => ({
    paths: [...new Set(pathsOf(answer))].sort(),
    length: JSON.stringify(answer).length,
  }));
  return others.every(({ paths, length }) => isDeepStrictEqual(paths, first!.paths) && Math.abs(length / first!.length - 1) < 0.05);
}

async function ask(url: string, body: string): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const answer = (await response.json()) as { data?: unknown; errors?: unknown };
  if (!answer.data || answer.errors) throw new Error(`no clean answer: ${JSON.stringify(answer).slice(0, 500)}`);
  return answer.data;
}

/** Paths of all values with their kinds, without places in lists: which of equals comes first is each shop's own. */
function pathsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${at}[]`));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, `${at}.${key}`));
  return [`${at}: ${typeof value}`];
}

async function round({ url, pid }: { url: string; pid: number }, body: string, amount: number): Promise<number> {
  const before = cpuSeconds(pid);
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    amount,
    timeout: 60,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (result.non2xx || result.errors || !result['2xx']) throw new Error(`${result.non2xx} refused, ${result.errors} errors`);
  return ((cpuSeconds(pid) - before) * 1_000) / result['2xx'];
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
