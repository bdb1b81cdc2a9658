import { deploymentUrl } from '@emporium/testing/deployment-url';
import { afterAll, beforeAll, test } from 'vitest';
import { describeWithOwnEngines } from './faults/describe-with-own-engines.js';
import { startOwnEngines, type OwnEngines } from './faults/own-engines.js';
import { describeTrace } from './trace-journey.js';

const TEN_MINUTES_MS = 600_000;

if (deploymentUrl()) {
  test('the trace of a purchase', (context) =>
    context.skip('E2E_URL is set: the traces are where that deployment sends them'));
} else {
  describeTrace('in this process');

  // Engines of its own: the topics have fixed names, and other tests' shops would answer for this
  // one.
  describeWithOwnEngines('on PostgreSQL, Kafka and Redis, subgraphs over HTTP', (tool) => {
    let engines: OwnEngines;
    beforeAll(async () => {
      engines = await startOwnEngines(tool);
    }, TEN_MINUTES_MS);
    afterAll(() => engines?.close(), TEN_MINUTES_MS);

    describeTrace('over the network', () => ({
      DATABASE_URL: engines.databaseUrl,
      BUS_URL: `kafka://${engines.kafkaBrokers}`,
      KV_URL: engines.redisUrl,
      CACHE_URL: engines.redisUrl,
      SUBGRAPH_TRANSPORT: 'http',
    }));
  });
}
