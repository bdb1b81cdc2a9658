import { afterAll, beforeAll } from 'vitest';
import { describeErasure } from './erasure-journey.js';
import { describeWithOwnEngines } from './faults/describe-with-own-engines.js';
import { startOwnEngines, type OwnEngines } from './faults/own-engines.js';

const TEN_MINUTES_MS = 600_000;

// Engines of its own: the topics have fixed names, and other tests' shops would answer for this
// one.
describeWithOwnEngines('on PostgreSQL and Kafka', (tool) => {
  let engines: OwnEngines;
  beforeAll(async () => {
    engines = await startOwnEngines(tool);
  }, TEN_MINUTES_MS);
  afterAll(() => engines?.close(), TEN_MINUTES_MS);

  describeErasure('PostgreSQL and Kafka', () => ({
    DATABASE_URL: engines.databaseUrl,
    BUS_URL: `kafka://${engines.kafkaBrokers}`,
    KV_URL: engines.redisUrl,
    CACHE_URL: engines.redisUrl,
  }));
});
