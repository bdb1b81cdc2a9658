import { randomUUID } from 'node:crypto';
import { openKafkaEventBus } from '@emporium/bus/kafka-event-bus.adapter';
import { openMemoryDatabase } from '@emporium/db/embedded-database';
import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import type { RunningSubgraph } from '@emporium/platform/running-subgraph';
import { openRuntime, type Runtime } from '@emporium/platform/runtime';
import { startSubgraph } from '@emporium/platform/start-subgraph';
import { engineUrls } from '@emporium/testing/engine-urls';
import { testConfig } from '@emporium/testing/test-config';
import { Kafka, logLevel } from 'kafkajs';
import { pino } from 'pino';
import { dropDatabase, ownDatabases } from './databases.js';

/** Adapters to measure on. */
export interface Site {
  name: string;
  env: Record<string, string>;
}

/** A runtime with databases, topics and indices of its own, all removed by close. */
export interface Rig {
  runtime: Runtime;
  start<S>(definition: SubgraphDefinition<S>): Promise<RunningSubgraph<S>>;
  close(): Promise<void>;
}

/** Everything in this process: PGlite in memory, its bus, its search. */
export const EMBEDDED: Site = { name: 'embedded', env: {} };

/**
 * Sites on PostgreSQL and Kafka with each search engine that runs; says which engines were missing.
 */
export function realSites(search: readonly ('opensearch' | 'elasticsearch')[] = []): Site[] {
  const { databaseUrl, kafkaBrokers, opensearchUrl, elasticsearchUrl } = engineUrls();
  if (!databaseUrl || !kafkaBrokers) {
    console.log(
      `not measured: ${[databaseUrl || 'PostgreSQL (DATABASE_URL)', kafkaBrokers || 'Kafka (KAFKA_BROKERS)'].filter((n) => n.includes('(')).join(', ')} is not there`,
    );
    return [];
  }
  const env = { DATABASE_URL: databaseUrl, BUS_URL: `kafka://${kafkaBrokers}` };
  if (search.length === 0) return [{ name: 'PostgreSQL + Kafka', env }];
  const urls = { opensearch: opensearchUrl, elasticsearch: elasticsearchUrl };
  return search.flatMap((kind) => {
    if (!urls[kind]) console.log(`not measured: ${kind} is not there`);
    return urls[kind]
      ? [
          {
            name: `PostgreSQL + Kafka + ${kind}`,
            env: { ...env, SEARCH_URL: `${kind}+${urls[kind]}?index=bench-${id()}` },
          },
        ]
      : [];
  });
}

/** PostgreSQL with the embedded bus, when it runs. */
export function realDatabase(): Site | undefined {
  const { databaseUrl } = engineUrls();
  if (!databaseUrl) console.log('not measured: PostgreSQL (DATABASE_URL) is not there');
  return databaseUrl ? { name: 'PostgreSQL', env: { DATABASE_URL: databaseUrl } } : undefined;
}

/** Opens the site. */
export async function openRig({ env }: Site): Promise<Rig> {
  const mark = id();
  const databaseUrls = env['DATABASE_URL'] ? ownDatabases(env['DATABASE_URL']) : {};
  const { config, remove } = testConfig({
    ...env,
    ...databaseUrls,
    LOG_LEVEL: 'error',
    CACHE_URL: 'memory:',
    KV_URL: 'pglite:',
  });
  const embedded = env['DATABASE_URL'] ? undefined : await openMemoryDatabase();
  const runtime = await openRuntime(config, pino({ level: 'error' }), embedded);
  const brokers = config.kafka?.brokers;
  if (brokers) {
    await runtime.bus.close();
    runtime.bus = openKafkaEventBus({
      brokers,
      prefix: `bench-${mark}-`,
      replicationFactor: 1,
      secrets: [],
    });
  }
  const running: RunningSubgraph[] = [];
  return {
    runtime,
    start: async (definition) => {
      const started = await startSubgraph(definition, runtime);
      running.push(started as RunningSubgraph);
      return started;
    },
    close: async () => {
      for (const subgraph of running.toReversed()) await subgraph.stop();
      await runtime.close();
      if (brokers) await removeTopics(brokers, `bench-${mark}-`);
      for (const url of Object.values(databaseUrls)) await dropDatabase(url);
      const searchUrl = config.raw['SEARCH_URL'] ?? '';
      if (searchUrl.includes('?index=')) await removeIndices(searchUrl);
      remove();
    },
  };
}

const id = () => randomUUID().slice(0, 8);

async function removeTopics(brokers: string[], prefix: string): Promise<void> {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}

async function removeIndices(searchUrl: string): Promise<void> {
  const url = new URL(searchUrl.slice(searchUrl.indexOf('+') + 1));
  const base = url.searchParams.get('index');
  const indices = (await (await fetch(`${url.origin}/${base}-*/_alias`)).json()) as object;
  for (const index of Object.keys(indices))
    await fetch(`${url.origin}/${index}`, { method: 'DELETE' });
}
