import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabases, type Databases } from './faults/databases.js';
import { FaultClient } from './faults/fault-client.js';
import { stockUp } from './faults/goods.js';
import { History } from './faults/history.js';
import { administer, browse } from './faults/others.js';
import { describeWithOwnEngines } from './faults/describe-with-own-engines.js';
import { startOwnEngines, type OwnEngines } from './faults/own-engines.js';
import { quiescence } from './faults/quiescence.js';
import { seededRandom } from './faults/random.js';
import { startServices, type Services } from './faults/services.js';
import { shop } from './faults/shopper.js';
import { judgeErrors } from './faults/judge-answers.js';
import { judgeOrders, readVerify } from './faults/check-results.js';
import { describePurchase } from './purchase-journey.js';

const TEN_MINUTES_MS = 600_000;
const REPLICAS = 2;
/** Services wait at least this long for each other. */
const SHORTEST_TIMEOUT_MS = 700;
/**
 * Twenty processes share the machine with their tests; what is merely slow must not look broken.
 */
const PATIENT = { LIMIT_SUBGRAPH_TIMEOUT_MS: '10000', LIMIT_QUERY_DEADLINE_MS: '11000' };

// Engines of its own: the topics and carts of other tests would be in the way of the checker.
describeWithOwnEngines('npm run start:services with two replicas of everything', (tool) => {
  let engines: OwnEngines;
  let services: Services;
  let databases: Databases;
  beforeAll(async () => {
    engines = await startOwnEngines(tool);
    services = await startServices(engines, REPLICAS, PATIENT, false);
    databases = openDatabases(engines.databaseUrl);
    expect(await services.command('seed')).toMatchObject({ code: 0 });
    vi.stubEnv('E2E_URL', services.gateways[0]);
  }, TEN_MINUTES_MS);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await databases?.close();
    await services?.stop();
    await engines?.close();
  }, TEN_MINUTES_MS);

  describePurchase('many processes on real engines', {}, async () =>
    (await services.command('verify')).output.split('\n'),
  );

  test(
    'every process is restarted under load, one replica after the other, and no request fails',
    async () => {
      const history = new History();
      const { gateways } = services;
      const staff = new FaultClient(gateways, history);
      const goods = await stockUp(staff, [200, 300, 500]);
      history.happenings.length = 0;
      const stop = new AbortController();
      const parts = (lane: number, pauseMs: number) => ({
        gateways,
        goods,
        history,
        random: seededRandom(lane),
        pauseMs,
        until: stop.signal,
      });
      const load = [
        shop(parts(1, 200)),
        shop(parts(2, 200)),
        browse(parts(3, 100)),
        browse(parts(4, 100)),
        administer(staff, parts(5, 500)),
      ];
      const before = services.processes();
      const names = [
        ...new Set(before.flatMap(({ name, opsPort }) => (opsPort === 0 ? [] : [name]))),
      ];
      for (let replica = 1; replica <= REPLICAS; replica++) {
        for (const name of names) {
          const { pid } = services.find(name, replica);
          services.signal(name, replica, 'SIGTERM');
          await services.restarted(name, replica, pid ?? 0);
        }
      }
      stop.abort();
      await Promise.all(load);
      const kept = services
        .processes()
        .filter(({ pid }) => before.some((process) => process.pid === pid));
      expect(kept.map(({ name }) => name)).toEqual(['fake-provider']);
      const log = services.log().split('\n');
      const reasons = log.flatMap((line, at) =>
        line.includes('did not answer') ? log.slice(at, at + 12) : [],
      );
      expect(judgeErrors(history, SHORTEST_TIMEOUT_MS).found, reasons.join('\n')).toEqual([]);
      expect(history.wishes.length).toBeGreaterThan(10);
      expect(
        (await judgeOrders(gateways, history, databases)).flatMap(({ found }) => found),
      ).toEqual([]);
      expect((await quiescence(services, databases, 60_000)).left).toEqual([]);
      expect(
        readVerify(await services.command('verify')).filter(({ found }) => found.length > 0),
      ).toEqual([]);
    },
    TEN_MINUTES_MS,
  );
});
