import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { acquireDatabaseLock } from '@emporium/db/database-lock';
import { openRuntime } from '@emporium/platform/runtime';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { testConfig } from '@emporium/testing/test-config';
import { pino } from 'pino';
import { afterAll, afterEach, expect, test, vi } from 'vitest';

describeWithEngine(
  'two shops with the embedded bus on one PostgreSQL server',
  engineUrls().databaseUrl,
  (server) => {
    const databases: string[] = [];
    const closers: (() => Promise<void>)[] = [];
    const admin = openPgPool(server, 1);
    const urlOf = (name: string) => {
      const database = `platform_${process.pid}_${name}`;
      if (!databases.includes(database)) databases.push(database);
      return withDatabase(server, database);
    };
    const open = async (name: string) => {
      const { config, remove } = testConfig({
        DATABASE_URL: server,
        PLATFORM_DATABASE_URL: urlOf(name),
      });
      const runtime = await openRuntime(config, pino({ level: 'silent' })).finally(remove);
      closers.push(() => runtime.close());
      return runtime;
    };
    afterEach(async () => {
      for (const close of closers.splice(0)) await close();
    });
    afterAll(async () => {
      for (const database of databases)
        await admin.query(`drop database if exists ${database} with (force)`);
      await admin.close();
    });

    test('run side by side with an event log each, and hear only their own events', async () => {
      for (const name of ['one', 'two']) {
        const { bus } = await open(name);
        const heard: string[] = [];
        await bus.subscribe({
          group: 'search-index',
          topics: ['product_events'],
          handle: async ({ key }) => void heard.push(String(key)),
        });
        await bus.publish([{ topic: 'product_events', key: name, value: '{}', headers: {} }]);
        await eventually(() => expect(heard).toEqual([name]));
      }
    });

    test(
      'the second one on the same event log is refused, and told what to do',
      { timeout: 60_000 },
      async () => {
        await open('shared');
        await expect(open('shared')).rejects.toThrow(
          /in use by another shop process.*BUS_URL=kafka.*PLATFORM_DATABASE_URL/s,
        );
      },
    );

    test('the next one takes over as soon as the first one ends', async () => {
      const first = await open('handed_over');
      const second = open('handed_over');
      await first.close();
      closers.length = 0;
      expect((await second).bus.kind).toBe('memory');
    });

    test('a process is told when another one was faster after the database was away', async () => {
      const url = urlOf('taken');
      await admin.query(`create database ${databases.at(-1)}`);
      const lost = vi.fn();
      const held = await acquireDatabaseLock(url, lost);
      const other = openPgPool(url, 1);
      // It waits in line, so nobody is faster once the connection of the holder breaks.
      const taken = other.query(`select pg_advisory_lock(hashtext('emporium-event-log'))::text`);
      const locks = `pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' and d.datname = '${databases.at(-1)}'`;
      await eventually(async () =>
        expect(await admin.query(`select 1 from ${locks} and not l.granted`)).toHaveLength(1),
      );
      await admin.query(`select pg_terminate_backend(l.pid) from ${locks} and l.granted`);
      await taken;
      await eventually(() => expect(lost).toHaveBeenCalledOnce());
      await held.release();
      await other.close();
    });

    test('a process that lost its connection for a moment holds its event log again', async () => {
      const url = urlOf('lost');
      await admin.query(`create database ${databases.at(-1)}`);
      const lost = vi.fn();
      const hold = await acquireDatabaseLock(url, lost);
      const holders = `from pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' and d.datname = '${databases.at(-1)}'`;
      const [before] = await admin.query<{ pid: number }>(`select l.pid ${holders}`);
      await admin.query(`select pg_terminate_backend(${before!.pid})`);
      await eventually(async () => {
        const [after] = await admin.query<{ pid: number }>(`select l.pid ${holders}`);
        expect(after!.pid).not.toBe(before!.pid);
      });
      expect(lost).not.toHaveBeenCalled();
      await expect(acquireDatabaseLock(url, lost, 0)).rejects.toThrow(
        'in use by another shop process',
      );
      await hold.release();
      await eventually(async () =>
        expect(await admin.query(`select l.pid ${holders}`)).toEqual([]),
      );
    });
  },
);
