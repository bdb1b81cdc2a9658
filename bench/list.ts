import autocannon from 'autocannon';
import { cpuSeconds } from './cpu-seconds.js';
import { startShop, temporaryDataDir } from './shop-process.js';

const LIST =
  '{ products(first: 20) { nodes { id name priceRange { min { minor currency } } images { asset { id } } } } }';
const ROUNDS = 5;
const ROUND_SECONDS = 4;

interface Round {
  cpuMsPerRequest: number;
  perSecond: number;
  p99Ms: number;
}

async function round(url: string, pid: number, query: string): Promise<Round> {
  const before = cpuSeconds(pid);
  const result = await autocannon({
    url,
    connections: 8,
    duration: ROUND_SECONDS,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  if (result.non2xx || result.errors || !result['2xx'])
    throw new Error(`${result.non2xx} refused, ${result.errors} errors, ${result['2xx']} answers`);
  return {
    cpuMsPerRequest: ((cpuSeconds(pid) - before) * 1000) / result['2xx'],
    perSecond: result['2xx'] / ROUND_SECONDS,
    p99Ms: result.latency.p99,
  };
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * `npm run bench -- list`: CPU time of the shop per request of the 20-product list, beside the
 * cheapest request the gateway answers. The two are measured in turns, so their ratio holds on a
 * busy or slow machine too.
 */
export async function benchList(): Promise<void> {
  const shop = await startShop(temporaryDataDir(), { LOG_LEVEL: 'warn' });
  try {
    const check = await fetch(shop.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: LIST }),
    });
    const answer = (await check.json()) as {
      errors?: unknown;
      data?: { products?: { nodes: unknown[] } };
    };
    if (answer.errors || answer.data?.products?.nodes.length !== 20)
      throw new Error(
        `the list does not answer 20 products: ${JSON.stringify(answer).slice(0, 500)}`,
      );
    await round(shop.graphqlUrl, shop.shopPid, LIST);

    const list: Round[] = [];
    const floor: Round[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      list.push(await round(shop.graphqlUrl, shop.shopPid, LIST));
      floor.push(await round(shop.graphqlUrl, shop.shopPid, '{ __typename }'));
    }
    const cpu = median(list.map((r) => r.cpuMsPerRequest));
    const base = median(floor.map((r) => r.cpuMsPerRequest));
    console.log(
      `20-product list: ${cpu.toFixed(2)} CPU-ms per request, ${median(list.map((r) => r.perSecond)).toFixed(0)} requests/s, p99 ${median(list.map((r) => r.p99Ms)).toFixed(0)} ms`,
    );
    console.log(`{ __typename }:  ${base.toFixed(2)} CPU-ms per request`);
    console.log(
      `ratio ${median(list.map((r, turn) => r.cpuMsPerRequest / (floor[turn]?.cpuMsPerRequest ?? Number.NaN))).toFixed(1)} (median of ${ROUNDS} pairs)`,
    );
  } finally {
    await shop.stop();
  }
}
