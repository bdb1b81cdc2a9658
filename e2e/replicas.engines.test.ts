// First, because it loads reflect-metadata, which the decorators of the others need.
import '@emporium/graphql/federated-schema';
import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { openMemoryDatabase } from '@emporium/db/embedded-database';
import type { RunningSubgraph } from '@emporium/platform/running-subgraph';
import { openRuntime, type Runtime } from '@emporium/platform/runtime';
import { startSubgraph } from '@emporium/platform/start-subgraph';
import { subgraphs } from '@emporium/shop/subgraphs';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { testConfig } from '@emporium/testing/test-config';
import { databaseVariable } from '@emporium/platform/config/subgraph-fields';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SUBGRAPH_NAMES } from '../scripts/schema/subgraph-names.js';

const REPLICAS = 3;

/** What one replica has handed to its bus. */
interface Replica {
  runtime: Runtime;
  subgraphs: RunningSubgraph[];
  published: { topic: string; key: string; value: string }[];
  close(): Promise<void>;
}

describeWithEngine(
  'replicas that start at once on one PostgreSQL',
  engineUrls().databaseUrl,
  (url) => {
    const prefix = `replicas_${randomUUID().slice(0, 8)}`;
    const databaseOf = (name: string) => `${prefix}_${name}_db`;
    const env = Object.fromEntries(
      SUBGRAPH_NAMES.map((name) => [databaseVariable(name), withDatabase(url, databaseOf(name))]),
    );
    let replicas: Replica[] = [];

    async function startReplica(): Promise<Replica> {
      const { config, remove } = testConfig({ ...env, DATABASE_POOL_MAX: '2' });
      const runtime = await openRuntime(
        config,
        pino({ level: 'silent' }),
        await openMemoryDatabase(),
      );
      const published: Replica['published'] = [];
      const { publish } = runtime.bus;
      runtime.bus.publish = (messages) => {
        published.push(...messages);
        return publish.call(runtime.bus, messages);
      };
      const running: RunningSubgraph[] = [];
      for (const definition of subgraphs)
        running.push((await startSubgraph(definition, runtime)) as RunningSubgraph);
      const close = async () => {
        for (const subgraph of running.toReversed()) await subgraph.stop();
        await runtime.close();
        remove();
      };
      return { runtime, subgraphs: running, published, close };
    }

    const read = async <T>(subgraph: string, statement: string): Promise<T[]> => {
      const pool = openPgPool(withDatabase(url, databaseOf(subgraph)), 1);
      try {
        return await pool.query<T>(statement);
      } finally {
        await pool.close();
      }
    };

    beforeAll(async () => {
      replicas = await Promise.all(Array.from({ length: REPLICAS }, startReplica));
    });
    afterAll(async () => {
      await Promise.all(replicas.map((replica) => replica.close()));
      const server = openPgPool(withDatabase(url, 'postgres'), 1);
      for (const name of SUBGRAPH_NAMES)
        await server.query(`drop database if exists "${databaseOf(name)}" with (force)`);
      await server.close();
    });

    test('every migration ran once, and what they put in at the start is there once', async () => {
      for (const name of SUBGRAPH_NAMES) {
        const migrations = await read<{ name: string }>(
          name,
          `select name from "${name}".migrations`,
        );
        expect(new Set(migrations.map((row) => row.name)).size).toBe(migrations.length);
        expect(migrations.length).toBeGreaterThan(0);
      }
      const roles = await read<{ name: string }>('users', `select name from users.role`);
      expect(new Set(roles.map((role) => role.name)).size).toBe(roles.length);
      expect(roles.length).toBeGreaterThanOrEqual(3);
    });

    const emit = (from: number, count: number) =>
      read(
        'users',
        `insert into users.outbox (topic, aggregate_id, aggregate_version, type, payload)
       select 'auth_events', 'key' || (n % 10), n, 'NOBODY_KNOWS_THIS', n::text from generate_series(${from}, ${from + count - 1}) n`,
      );
    const unsent = async () =>
      (
        await read<{ n: number }>(
          'users',
          `select count(*)::int as n from users.outbox where sent_at is null`,
        )
      )[0]!.n;
    const sentBy = (replica: Replica) =>
      replica.published
        .filter(({ topic }) => topic === 'auth_events')
        .map(({ value }) => Number(value));

    test('one relay publishes, each event once and in order, however many replicas look', async () => {
      for (let round = 0; round < 5; round++) {
        await emit(1 + round * 40, 40);
        for (const replica of replicas)
          void replica.subgraphs.find(({ name }) => name === 'users')!.drain();
      }
      await eventually(async () => expect(await unsent()).toBe(0));
      const publishers = replicas.filter((replica) => sentBy(replica).length > 0);
      expect(publishers).toHaveLength(1);
      expect(sentBy(publishers[0]!)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    });

    test('when the replica that publishes goes, another one goes on where it was', async () => {
      const first = replicas.find((replica) => sentBy(replica).length > 0)!;
      replicas = replicas.filter((replica) => replica !== first);
      await first.close();
      await emit(201, 50);
      await eventually(async () => expect(await unsent()).toBe(0));
      expect(replicas.flatMap(sentBy)).toEqual(Array.from({ length: 50 }, (_, i) => i + 201));
    });
  },
);
