import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { startFaultProxy, type FaultProxy, type Faults } from '@emporium/testing/fault-proxy';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPostgresSubgraph } from '../open-postgres.js';
import { openPgPool } from '../pg-client.js';
import { withDatabase } from '../prepare-server.js';
import type { SubgraphDatabase } from '../subgraph-database.js';
import { accept, addEvents, outboxOf } from './relay.fixture.js';
import { startRelay, type Relay } from './relay.js';

const DATABASE = `silent_owner_${process.pid}`;
/** A quarter of the times of production. */
const TIMES = { leaseMs: 2_000, statementMs: 1_200, publishMs: 5_000 };
/** The successor asks once a second; this machine is shared. */
const TAKE_OVER_MS = TIMES.leaseMs + 1_000 + 4_000;
const LOSE = { hang: 'lose' } as const;

describeWithEngine(
  'two replicas, one of which loses its database to a silent network',
  engineUrls().databaseUrl,
  (url) => {
    let proxy: FaultProxy;
    let databases: { first: SubgraphDatabase; second: SubgraphDatabase };
    const relays: Relay[] = [];
    /** What reached the bus, in order, by whom. */
    const sent: { by: string; value: number }[] = [];
    let beforeAnswer: (by: string) => Promise<void>;

    const open = (address: string) =>
      openPostgresSubgraph(
        { name: 'probe', entities: [], migrations: [] },
        withDatabase(address, DATABASE),
        {
          max: 4,
          statementTimeoutMs: 1_000,
        },
      );
    const start = (by: string, database: SubgraphDatabase) => {
      const bus: Parameters<typeof startRelay>[1] = {
        publish: async (messages) => {
          sent.push(...messages.map(({ value }) => ({ by, value: Number(value) })));
          await beforeAnswer(by);
          return accept(messages);
        },
      };
      const relay = startRelay(database, bus, 1, () => undefined, TIMES);
      relays.push(relay);
      return relay;
    };
    const allSent = async (count: number) => {
      const rows = await outboxOf(databases.second);
      expect(rows.filter(({ state }) => state === 'sent')).toHaveLength(count);
    };

    beforeEach(async () => {
      sent.length = 0;
      beforeAnswer = async () => undefined;
      proxy = await startFaultProxy(url);
      databases = { second: await open(url), first: await open(proxy.through(url)) };
    });
    afterEach(async () => {
      await proxy.heal();
      await Promise.all(relays.splice(0).map((relay) => relay.stop()));
      await Promise.all([databases.first.close(), databases.second.close()]);
      await proxy.close();
      const admin = openPgPool(url, 1);
      await admin.query(`drop database if exists "${DATABASE}" with (force)`);
      await admin.close();
    });

    test.each<[string, Faults]>([
      ['loses both directions', { connections: 'hang', toServer: LOSE, toClient: LOSE }],
      ['gets no answers', { connections: 'hang', toClient: LOSE }],
    ])(
      'the owner %s: the other one takes over within the lease, and no event is sent twice or out of order',
      async (_name, faults) => {
        const first = start('first', databases.first);
        await eventually(() => first.state().owner);
        start('second', databases.second);
        await addEvents(databases.second, 20);
        await eventually(() => allSent(20));
        expect(new Set(sent.map(({ by }) => by))).toEqual(new Set(['first']));

        await proxy.set(faults);
        await addEvents(databases.second, 20, 21);
        const silentAt = performance.now();
        await eventually(() => allSent(40), TAKE_OVER_MS);
        expect(performance.now() - silentAt).toBeLessThan(TAKE_OVER_MS);
        expect(new Set(sent.slice(20).map(({ by }) => by))).toEqual(new Set(['second']));

        // The first one comes back to find that it is no longer needed.
        await proxy.heal();
        await addEvents(databases.second, 20, 41);
        await eventually(() => allSent(60));
        await eventually(() => first.state().healthy);
        expect(sent.map(({ value }) => value)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
      },
    );

    test('the network falls silent between sending and marking: what is sent again is the batch alone, and nothing comes out of order', async () => {
      const first = start('first', databases.first);
      await eventually(() => first.state().owner);
      start('second', databases.second);
      beforeAnswer = async (by) => {
        if (by === 'first')
          await proxy.set({ connections: 'hang', toServer: LOSE, toClient: LOSE });
      };
      await addEvents(databases.second, 10);
      await eventually(
        () => expect(sent.some(({ by }) => by === 'second')).toBe(true),
        TAKE_OVER_MS,
      );
      await addEvents(databases.second, 10, 11);
      await eventually(() => allSent(20), TAKE_OVER_MS);
      await proxy.heal();
      beforeAnswer = async () => undefined;
      await addEvents(databases.second, 10, 21);
      await eventually(() => allSent(30));
      await eventually(() => first.state().healthy);
      const repeated = sent.filter(({ by }) => by === 'first').map(({ value }) => value);
      const rest = sent.filter(({ by }) => by === 'second').map(({ value }) => value);
      expect(repeated).toEqual(Array.from({ length: repeated.length }, (_, i) => i + 1));
      expect(rest).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
      // The repetition comes behind what it repeats, before anything newer.
      expect(sent.findIndex(({ by }) => by === 'second')).toBe(repeated.length);
    });
  },
);
