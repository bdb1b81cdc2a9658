import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import autocannon from 'autocannon';
import { cpuSeconds } from './cpu-seconds.js';
import { queries, supergraph } from './gateway/graph.js';
import { canPin, pin, startProcess, type PinnedProcess } from './gateway/pinned-process.js';
import { installHive, startHive } from './gateway/start-hive.js';
import { rssMb } from './process-tree.js';

const CONNECTIONS = 50;
const ROUNDS = 3;
/**
 * Requests per round: a number, not a time, so that a busy machine measures the same work. Three
 * rounds before make the code warm.
 */
const REQUESTS = { big: 300, small: 2_000, single: 4_000 };
const WARM_ROUNDS = 3;

interface Round {
  cpuMs: number;
  perSecond: number;
  p99Ms: number;
}

const ownCpuMs: Partial<Record<keyof typeof queries, number>> = {};

interface Candidate {
  name: string;
  gateway: PinnedProcess;
}

/**
 * `npm run bench -- gateway`: CPU time per request of this gateway with its own executor, with that
 * of @apollo/gateway behind the same checks, and of @apollo/gateway as it comes. All take turns in
 * one run, so the ratios hold on a busy machine too.
 */
export async function benchGateway(): Promise<void> {
  const pinned = canPin() && availableParallelism() > 1;
  if (pinned) pin(process.pid, 1);
  const subgraphs = await startProcess('subgraphs-process.ts', {}, ['--import', 'tsx']);
  const urls = subgraphs.ready['urls'] as never;
  const start = { supergraph: supergraph(urls), urls };
  const candidates: Candidate[] = [];
  try {
    candidates.push({
      name: 'own executor',
      gateway: await startProcess('own-process.ts', { ...start, executor: 'own' }),
    });
    candidates.push({
      name: 'same gateway, EXECUTOR=apollo',
      gateway: await startProcess('own-process.ts', { ...start, executor: 'apollo' }),
    });
    candidates.push({
      name: 'default @apollo/gateway',
      gateway: await startProcess('apollo-process.ts', start),
    });
    await addHive(candidates, start.supergraph);
    if (pinned) for (const { gateway } of candidates) pin(gateway.pid, 0);
    console.log(
      `Node ${process.version}, ${CONNECTIONS} connections, ${pinned ? 'gateway alone on one processor' : 'processes not pinned'}, ${ROUNDS} rounds each`,
    );
    await compare('big', queries.big, candidates);
    await compare('small', queries.small, candidates);
    await compare('single', queries.single, candidates);
    await checks(start.supergraph);
    for (const { name, gateway } of candidates)
      console.log(`memory ${name}: ${rssMb(gateway.pid).toFixed(0)} MB`);
  } finally {
    for (const { gateway } of candidates) gateway.stop();
    subgraphs.stop();
  }
}

/**
 * What the checks before an execution cost, as a part of the whole request with the own executor.
 */
async function checks(graph: string): Promise<void> {
  const process = await startProcess('admission-process.ts', { supergraph: graph, queries }, [
    '--import',
    'tsx',
  ]);
  const cpuMs = process.ready['cpuMs'] as Record<keyof typeof queries, number>;
  process.stop();
  console.log('\nchecks of a known document (document, variables, cost, budget):');
  for (const [name, cost] of Object.entries(cpuMs)) {
    const share = (cost / ownCpuMs[name as keyof typeof queries]!) * 100;
    console.log(
      `${name.padEnd(8)} ${(cost * 1_000).toFixed(1)} CPU-µs per request = ${share.toFixed(1)} % of it (goal ≤ 5 %)`,
    );
  }
}

/** Hive Gateway is left out, with the reason, where it cannot be installed. */
async function addHive(candidates: Candidate[], graph: string): Promise<void> {
  try {
    installHive();
    candidates.push({ name: 'Hive Gateway 2.15, Rust planner', gateway: await startHive(graph) });
  } catch (error) {
    console.log(`without Hive Gateway: ${(error as Error).message.split('\n')[0]}`);
  }
}

async function compare(
  title: keyof typeof queries,
  query: string,
  candidates: readonly Candidate[],
): Promise<void> {
  const amount = REQUESTS[title];
  const answers = await Promise.all(candidates.map(({ gateway }) => ask(gateway, query)));
  for (const [index, answer] of answers.entries()) {
    if (!isDeepStrictEqual(answer, answers[0]))
      throw new Error(`${candidates[index]!.name} answers ${title} differently`);
  }
  console.log(`\n${title}: ${JSON.stringify(answers[0]).length} characters, all answers equal`);
  for (const { gateway } of candidates) await round(gateway, query, amount * WARM_ROUNDS);
  const rounds = candidates.map((): Round[] => []);
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const [index, { gateway }] of candidates.entries())
      rounds[index]!.push(await round(gateway, query, amount));
  }
  ownCpuMs[title] = median(rounds[0]!.map(({ cpuMs }) => cpuMs));
  for (const [index, { name }] of candidates.entries()) {
    const own = rounds[0]!;
    const these = rounds[index]!;
    const ratio = median(own.map(({ cpuMs }, turn) => cpuMs / these[turn]!.cpuMs));
    console.log(
      `${name.padEnd(32)} ${median(these.map(({ cpuMs }) => cpuMs)).toFixed(2)} CPU-ms per request, ${median(these.map(({ perSecond }) => perSecond)).toFixed(0)} requests/s, p99 ${median(these.map(({ p99Ms }) => p99Ms)).toFixed(0)} ms${index === 0 ? '' : `; own executor / this = ${ratio.toFixed(2)}`}`,
    );
  }
}

async function ask({ ready }: PinnedProcess, query: string): Promise<unknown> {
  const response = await fetch(ready['url'] as string, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.json()) as { data?: unknown; errors?: unknown };
  if (!answer.data || answer.errors)
    throw new Error(`no clean answer: ${JSON.stringify(answer).slice(0, 500)}`);
  return answer.data;
}

async function round({ pid, ready }: PinnedProcess, query: string, amount: number): Promise<Round> {
  const before = cpuSeconds(pid);
  const started = performance.now();
  const result = await autocannon({
    url: ready['url'] as string,
    connections: CONNECTIONS,
    amount,
    timeout: 120,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  if (result.non2xx || result.errors || !result['2xx'])
    throw new Error(`${result.non2xx} refused, ${result.errors} errors, ${result['2xx']} answers`);
  return {
    cpuMs: ((cpuSeconds(pid) - before) * 1_000) / result['2xx'],
    perSecond: result['2xx'] / ((performance.now() - started) / 1_000),
    p99Ms: result.latency.p99,
  };
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
