import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabases } from './databases.js';
import { FaultClient } from './fault-client.js';
import { stockUp } from './goods.js';
import { History } from './history.js';
import { inject, type Scene } from './inject.js';
import { observeBus } from './observe-bus.js';
import { administer, browse } from './others.js';
import type { OwnEngines } from './own-engines.js';
import { quiescence } from './quiescence.js';
import { seededRandom } from './random.js';
import { describeFault, type PlannedFault } from './schedule.js';
import type { Services } from './services.js';
import { flashSale, shop } from './shopper.js';
import { judgeErrors, judgeTimes, judgeWrong } from './judge-answers.js';
import { judgeLogs } from './judge-logs.js';
import { judgeReplay } from './judge-replay.js';
import { memberOf } from './member.js';
import { judgeOrders, judgePoison, readVerify, type CheckResult } from './check-results.js';
import { OVERLOADED, watchMachine } from './watch-machine.js';
import { judgeUsage, usageOf, watchUsage } from './watch-resources.js';
import { watchStock } from './watch-stock.js';

/** Load before the first fault: what goes wrong now has no excuse. */
const CALM_MS = 15_000;
/** I22: recovery without anybody's help. */
const RECOVERY_LIMIT_MS = 60_000;
/** How much longer it may take at most where others use the machine. */
const SLOWEST = 3;
/** Who all want the first product in the same moment. */
const BUYERS = 40;
/** Units of the products of the run; the first ones sell out. */
const UNITS = [10, 60, 2_000, 2_000, 2_000, 2_000];

export interface FaultRun {
  engines: OwnEngines;
  services: Services;
  seed: number;
  faults: readonly PlannedFault[];
  replicas: number;
  /** Shoppers at once. */
  shoppers: number;
  print(line: string): void;
  /**
   * Asked after the faults, when all should be at rest: whether the results so far say what was to
   * be known.
   */
  isEnough?(results: readonly CheckResult[]): boolean;
}

/**
 * Drives load, breaks things as planned, waits for rest and judges. The demo users must be there.
 */
export async function runFaults(
  run: FaultRun,
): Promise<{ results: CheckResult[]; history: History }> {
  const { engines, services, seed, faults, replicas, print } = run;
  const history = new History();
  const databases = openDatabases(engines.databaseUrl);
  const observer = await observeBus(engines.kafkaBrokers);
  const scene: Scene = {
    engines,
    services,
    sentEvents: observer.firstEvents,
    bus: observer.bus,
    history,
    random: seededRandom(seed),
    poisons: [],
    replicas,
    burst: () => Promise.resolve(),
  };
  const stop = new AbortController();
  const until = stop.signal;
  const over = new AbortController();
  const results: CheckResult[] = [];
  try {
    const { gateways } = services;
    const staff = new FaultClient(gateways, history);
    const [scarce, ...goods] = await stockUp(staff, UNITS);
    history.happenings.length = 0;
    const parts = (lane: number, pauseMs: number) => ({
      gateways,
      goods,
      history,
      random: seededRandom(seed * 100 + lane),
      pauseMs,
      until,
    });
    const load = [
      ...Array.from({ length: run.shoppers }, (_, lane) => shop(parts(lane, 300))),
      memberOf(parts(40, 300)),
      memberOf(parts(41, 300)),
      browse(parts(50, 150)),
      browse(parts(51, 150)),
      administer(staff, parts(60, 700)),
    ];
    scene.burst = (buyers) => flashSale(gateways, scene.random.pick(goods), history, buyers);
    const machine = watchMachine(() => history.now(), over.signal);
    const stock = watchStock(databases, until);
    await Promise.all([flashSale(gateways, scarce!, history, BUYERS), sleep(CALM_MS)]);
    const calm = await published(observer);
    const look = () => usageOf(services, databases, engines);
    const usage = await look();
    const watched = watchUsage(look, print, until);
    const began = history.now();
    // On an overloaded machine a lease or a publish may run out of time; then an event may come
    // again, but not many.
    const crowd = machine.crowd(0, began);
    const tolerated = crowd > OVERLOADED ? Math.ceil(observer.count() / 50) : 0;
    results.push({
      id: 'I13',
      title: `without faults no event is published twice (${calm.length} of ${observer.count()}, ${crowd.toFixed(1)} threads per core)`,
      found: calm.length > tolerated ? calm : [],
    });
    print(`calm: ${history.summary(0, began).join('; ')}`);
    const unused = Object.entries(services.links.accepted()).flatMap(([link, connections]) =>
      connections === 0 ? [link] : [],
    );
    print(`lines that nobody has used yet: ${unused.join(', ') || 'none'}`);
    for (const fault of faults) {
      const wait = fault.atSeconds * 1_000 - (history.now() - began);
      if (wait > 0) await sleep(wait);
      const from = history.now();
      await inject(scene, fault);
      print(`${describeFault(fault)} — back after ${Math.round((history.now() - from) / 1_000)} s`);
      for (const line of history.summary(from, history.now())) print(`          ${line}`);
    }
    stop.abort();
    await Promise.all(load);
    results.push(await stock, await watched);
    const restFrom = history.now();
    const { tookMs, left } = await quiescence(services, databases, RECOVERY_LIMIT_MS * SLOWEST);
    results.push(judgeRest(tookMs, left, machine.crowd(restFrom, history.now())));
    if (run.isEnough?.(results)) return { results, history };
    results.push(judgeErrors(history, Infinity, machine), judgeTimes(history, machine));
    results.push(
      ...(await judgeOrders(gateways, history, databases)),
      ...judgeWrong(history, machine),
    );
    const rest = () => quiescence(services, databases, RECOVERY_LIMIT_MS * SLOWEST);
    await rest();
    results.push(judgeUsage(usage, await look()));
    results.push({
      id: 'I13',
      title: `per key, events come in the order of their versions (${observer.count()} messages)`,
      found: observer.disorder(),
    });
    results.push(await judgeReplay(observer, databases, engines.elasticsearchUrl, rest));
    results.push(judgeLogs(services.log(), history));
    results.push(await judgePoison(observer, scene.poisons));
    results.push(...readVerify(await services.command('verify')));
    return { results, history };
  } finally {
    stop.abort();
    over.abort();
    await observer.close();
    await databases.close();
  }
}

/** I22: rest comes by itself, in a time that is longer where many threads want each core. */
function judgeRest(tookMs: number, left: string[], crowd: number): CheckResult {
  const limitMs = RECOVERY_LIMIT_MS * Math.min(SLOWEST, Math.max(1, crowd / OVERLOADED));
  const seconds = (ms: number) => `${Math.round(ms / 1_000)} s`;
  const title = `all is at rest ${seconds(tookMs)} after the last fault, without help (${crowd.toFixed(1)} threads per core)`;
  return {
    id: 'I22',
    title,
    found: left.length > 0 || tookMs <= limitMs ? left : [`it took more than ${seconds(limitMs)}`],
  };
}

/**
 * Events that came twice. The observer gets time to read what there is; under load it never comes
 * to an end.
 */
async function published(observer: { count(): number; repeated(): string[] }): Promise<string[]> {
  for (let before = -1, seconds = 0; before !== observer.count() && seconds < 3; seconds++) {
    before = observer.count();
    await sleep(1_000);
  }
  return observer.repeated();
}

/** The results for people, violations under each. */
export function describeResults(results: readonly CheckResult[]): string[] {
  return results.flatMap(({ id, title, found }) => [
    `${found.length === 0 ? 'ok  ' : 'FAIL'}  ${id.padEnd(6)} ${title}`,
    ...found.slice(0, 20).map((line) => `            ${line}`),
  ]);
}
