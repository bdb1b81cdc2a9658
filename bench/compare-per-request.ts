import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import autocannon from 'autocannon';
import { pause } from './shop-process.js';

const AMOUNT = 500;
const WARM = 600;
const TURNS = 7;
const CONNECTIONS = 8;
const ATTEMPTS = 30;

/** A running shop to compare with others. */
export interface ComparedShop {
  name: string;
  /** Its GraphQL address. */
  url: string;
  /** CPU seconds used so far, by who works for it. */
  cpuSeconds: Readonly<Record<string, () => Promise<number>>>;
}

/**
 * Prints the CPU per request of one of `examples/`, by shop in turns, after their answers were
 * compared and the code is warm. Ratios are of the first shop to each other one. Throws when a shop
 * answers otherwise or with errors.
 */
export async function comparePerRequest(
  example: string,
  shops: readonly ComparedShop[],
): Promise<void> {
  const query = readFileSync(
    new URL(`../examples/queries/${example}.graphql`, import.meta.url),
    'utf8',
  );
  let variables: unknown = {};
  try {
    variables = JSON.parse(
      readFileSync(
        new URL(`../examples/queries/${example}.variables.json`, import.meta.url),
        'utf8',
      ),
    );
  } catch {
    // it has none
  }
  const body = JSON.stringify({ query, variables });
  // Once each shop has indexed its goods.
  for (let attempt = 1; !(await answerAlike(shops, body)); attempt++) {
    if (attempt === ATTEMPTS) throw new Error(`the shops answer ${example} differently`);
    await pause(1_000);
  }
  for (const shop of shops) await send(shop.url, body, WARM);
  const turns: PartCosts[][] = [];
  for (let turn = 0; turn < TURNS; turn++) turns.push(await takeTurn(shops, body));
  console.log(`\n${example}: CPU-ms per request, without what the idle shop uses`);
  for (const [index, { name }] of shops.entries()) {
    const parts = Object.keys(turns[0]![index]!).map((part) => {
      const ratio = median(turns.map((turn) => turn[0]![part]! / turn[index]![part]!));
      return `${part} ${median(turns.map((turn) => turn[index]![part]!)).toFixed(2)}${index === 0 ? '' : ` (first / this = ${ratio.toFixed(2)})`}`;
    });
    console.log(`${name.padEnd(40)} ${parts.join(', ')}`);
  }
}

/** CPU-ms per request, by who works for a shop. */
type PartCosts = Record<string, number>;

/**
 * Sends the requests to each shop in turn. What a shop uses while the others are asked is its idle
 * work, and taken off.
 */
async function takeTurn(shops: readonly ComparedShop[], body: string): Promise<PartCosts[]> {
  const marks = [await mark(shops)];
  for (const { url } of shops) {
    await send(url, body, AMOUNT);
    marks.push(await mark(shops));
  }
  return shops.map((shop, index) =>
    Object.fromEntries(
      Object.keys(shop.cpuSeconds).map((part) => {
        const used = (from: number, to: number) =>
          marks[to]!.cpu[index]![part]! - marks[from]!.cpu[index]![part]!;
        const took = (from: number, to: number) => marks[to]!.at - marks[from]!.at;
        const last = shops.length;
        const busy = used(index, index + 1);
        const idleRate = (used(0, last) - busy) / (took(0, last) - took(index, index + 1));
        return [part, ((busy - idleRate * took(index, index + 1)) * 1_000) / AMOUNT];
      }),
    ),
  );
}

async function mark(
  shops: readonly ComparedShop[],
): Promise<{ at: number; cpu: Record<string, number>[] }> {
  const cpu = await Promise.all(
    shops.map(async ({ cpuSeconds }) =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(cpuSeconds).map(async ([part, read]) => [part, await read()] as const),
        ),
      ),
    ),
  );
  return { at: performance.now() / 1_000, cpu };
}

/** True when the answers hold the same kinds of values and are about as long. */
async function answerAlike(shops: readonly { url: string }[], body: string): Promise<boolean> {
  const answers = await Promise.all(shops.map(({ url }) => ask(url, body)));
  const [first, ...others] = answers.map((answer) => ({
    paths: [...new Set(pathsOf(answer))].sort(),
    length: JSON.stringify(answer).length,
  }));
  return others.every(
    ({ paths, length }) =>
      isDeepStrictEqual(paths, first!.paths) && Math.abs(length / first!.length - 1) < 0.05,
  );
}

async function ask(url: string, body: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const answer = (await response.json()) as { data?: unknown; errors?: unknown };
  if (!answer.data || answer.errors)
    throw new Error(`no clean answer: ${JSON.stringify(answer).slice(0, 500)}`);
  return answer.data;
}

/**
 * Paths of all values with their kinds, without places in lists: which of equals comes first is
 * each shop's own.
 */
function pathsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${at}[]`));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, `${at}.${key}`));
  return [`${at}: ${typeof value}`];
}

async function send(url: string, body: string, amount: number): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    amount,
    timeout: 60,
    method: 'POST',
    headers,
    body,
  });
  if (result.non2xx || result.errors || !result['2xx'])
    throw new Error(`${result.non2xx} refused, ${result.errors} errors`);
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
