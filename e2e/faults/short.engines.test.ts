import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithOwnEngines } from './describe-with-own-engines.js';
import { startOwnEngines, type OwnEngines } from './own-engines.js';
import { describeResults, runFaults } from './run-faults.js';
import type { PlannedFault } from './schedule.js';
import { startServices, type Services } from './services.js';

const TEN_MINUTES_MS = 600_000;
const FIFTEEN_MINUTES_MS = 900_000;
const REPLICAS = 2;
const wanted = process.env['FAULTS'] === '1';
/** Of each kind one that has hurt before; `npm run test:faults` has many and in any order. */
const FAULTS: PlannedFault[] = [
  { atSeconds: 0, kind: 'kill', name: 'orders', replica: 1, seconds: 0 },
  { atSeconds: 0, kind: 'noise', seconds: 0 },
  { atSeconds: 0, kind: 'link', name: 'catalog→postgres', trouble: 'commit lost', seconds: 3 },
  { atSeconds: 0, kind: 'freeze', name: 'orders', replica: 2, seconds: 8 },
  { atSeconds: 0, kind: 'kafka', seconds: 5 },
  { atSeconds: 0, kind: 'redis-hang', seconds: 3 },
  { atSeconds: 0, kind: 'elasticsearch', seconds: 3 },
  { atSeconds: 0, kind: 'link', name: 'orders→postgres', trouble: 'silent', seconds: 6 },
  { atSeconds: 0, kind: 'disk', seconds: 4 },
  { atSeconds: 0, kind: 'clock', name: 'payments', replica: 1, bySeconds: -20, seconds: 4 },
  { atSeconds: 0, kind: 'flush', seconds: 0 },
  { atSeconds: 0, kind: 'postgres', seconds: 0, burst: 60 },
];

// It kills what it runs on, so it takes engines of its own and not those whose addresses are set.
describeWithOwnEngines(
  'two replicas of every service under load, while things break one after the other',
  (tool) => {
    let engines: OwnEngines;
    let services: Services;
    beforeAll(async () => {
      if (!wanted) return;
      engines = await startOwnEngines(tool);
      services = await startServices(engines, REPLICAS);
      expect(await services.command('seed')).toMatchObject({ code: 0 });
    }, TEN_MINUTES_MS);
    afterAll(async () => {
      await services?.stop();
      await engines?.close();
    }, TEN_MINUTES_MS);

    test(
      'every invariant holds when all is well again',
      async (context) => {
        if (!wanted)
          context.skip(
            'FAULTS=1 runs it: eleven minutes, and on two crowded cores some answers are later than the contract allows',
          );
        const lines: string[] = [];
        const { results } = await runFaults({
          engines,
          services,
          seed: 1,
          faults: FAULTS,
          replicas: REPLICAS,
          shoppers: 3,
          print: (line) => lines.push(line),
        });
        const violated = results.filter(({ found }) => found.length > 0);
        expect(violated, [...lines, ...describeResults(violated)].join('\n')).toEqual([]);
        expect(results.length).toBeGreaterThan(15);
      },
      FIFTEEN_MINUTES_MS,
    );
  },
);
