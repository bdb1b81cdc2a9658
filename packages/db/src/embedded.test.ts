import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openMemoryDatabase, type EmbeddedDatabase } from './embedded-database.js';
import { openEmbeddedSubgraph } from './open-embedded.js';
import { SubgraphMigration } from './platform-migration.js';
import { EmbeddedDatabaseBusyError, SingleConnection } from './single-connection.js';
import type { SubgraphDatabase } from './subgraph-database.js';

@Entity({ tableName: 'counter' })
class Counter {
  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'integer' })
  value!: number;
  @Property({ type: 'timestamptz', nullable: true })
  changedAt?: Date | null;
}

class Test001 extends SubgraphMigration {
  override change(): void {
    this.addSql(
      'create table counter (id text primary key, value integer not null check (value >= 0), changed_at timestamptz)',
    );
  }
}

/** Of a version that never was beside Test001. */
class Test000 extends SubgraphMigration {
  override change(): void {
    this.addSql('create table early (id text primary key)');
  }
}

let embedded: EmbeddedDatabase;
let one: SubgraphDatabase;
let two: SubgraphDatabase;

beforeAll(async () => {
  embedded = await emptyDatabase();
  const parts = { entities: [Counter], migrations: [Test001] };
  one = await openEmbeddedSubgraph({ name: 'one', ...parts }, embedded.connection);
  two = await openEmbeddedSubgraph({ name: 'two', ...parts }, embedded.connection);
});
afterAll(async () => {
  await one.close();
  await two.close();
  await embedded.close();
});

test('concurrent transactions of several subgraphs on the one connection do not mix', async () => {
  await one.fork().insert(Counter, { id: 'a', value: 0 });
  await two.fork().insert(Counter, { id: 'a', value: 0 });
  const work = (database: SubgraphDatabase, fails: boolean) =>
    database
      .fork()
      .transactional(async (em) => {
        await em
          .getConnection()
          .execute(
            `update ${database.name}.counter set value = value + 1 where id = 'a'`,
            [],
            'run',
            em.getTransactionContext(),
          );
        if (fails) throw new Error('undo');
      })
      .catch((error: Error) => error.message);
  const results = await Promise.all(
    Array.from({ length: 60 }, (_, i) => work(i % 2 ? one : two, i % 3 === 0)),
  );
  expect(results.filter((r) => r === 'undo')).toHaveLength(20);
  const a = await one.fork().findOneOrFail(Counter, 'a');
  const b = await two.fork().findOneOrFail(Counter, 'a');
  expect([a.value, b.value]).toEqual([20, 20]);
});

test('the outer entity manager inside a transaction takes part in it', async () => {
  const em = one.fork();
  await expect(
    em.transactional(async () => {
      em.create(Counter, { id: 'b', value: 1, changedAt: new Date('2026-01-02T03:04:05.678Z') });
      await em.flush();
      throw new Error('undo');
    }),
  ).rejects.toThrow('undo');
  expect(await one.fork().count(Counter, { id: 'b' })).toBe(0);
});

test('statements in a row leave turns for timers and requests', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  for (let n = 0; n < 20; n++)
    await embedded.connection.query('select count(*) from generate_series(1, 100000)');
  clearInterval(timer);
  expect(turns).toBeGreaterThan(4);
});

test('dates and nulls survive the round trip', async () => {
  const at = new Date('2026-01-02T03:04:05.678Z');
  await one.fork().insert(Counter, { id: 'c', value: 2, changedAt: at });
  const c = await one.fork().findOneOrFail(Counter, 'c');
  expect(c.changedAt).toEqual(at);
});

test('opening twice runs each migration once', async () => {
  const again = await openEmbeddedSubgraph(
    { name: 'one', entities: [Counter], migrations: [Test001] },
    embedded.connection,
  );
  expect(await again.fork().count(Counter)).toBeGreaterThan(0);
});

test('older code refuses a database that a newer version migrated, says which migrations, and changes nothing', async () => {
  const olderCode = { name: 'one', entities: [Counter], migrations: [Test000] };
  await expect(openEmbeddedSubgraph(olderCode, embedded.connection)).rejects.toThrow(
    /made by a newer version .* it has Test001,/,
  );
  const [row] = await embedded.connection.query<{ there: boolean }>(
    `select to_regclass('one.early') is not null as there`,
  );
  expect(row!.there).toBe(false);
});

describe('the queue for the one connection', () => {
  let connection: SingleConnection;
  beforeAll(() => embedded.connection.query('create table seen (n integer)'));
  beforeEach(() => {
    // A new queue each time: a test that fails keeps its connection.
    connection = new SingleConnection(embedded.connection.pglite);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await embedded.connection.pglite.exec('rollback; delete from seen');
  });

  const FREE = { used: 0, waiting: 0, max: 1 };

  test('who keeps the connection for 20 seconds loses it and what was written, and others go on', async () => {
    const hold = await connection.acquire();
    await hold.query('begin', []);
    await hold.query('insert into seen values (1)', []);
    await vi.advanceTimersByTimeAsync(10_000);
    const next = connection.query('select n from seen');
    await vi.advanceTimersByTimeAsync(9_999);
    await hold.query('insert into seen values (2)', []);
    expect(connection.state()).toEqual({ used: 1, waiting: 1, max: 1 });
    await vi.advanceTimersByTimeAsync(1);
    expect(await next).toEqual([]);
    expect(() => hold.query('insert into seen values (3)', [])).toThrow(EmbeddedDatabaseBusyError);
    await hold.release();
    expect(connection.state()).toEqual(FREE);
  });

  test('who waits for 15 seconds gets an error that may be tried again, and leaves the queue', async () => {
    const hold = await connection.acquire();
    const impatient = connection.acquire().then(
      () => 'served',
      (error: unknown) => error,
    );
    await vi.advanceTimersByTimeAsync(5_000);
    const patient = connection.query('select 1 as n');
    await vi.advanceTimersByTimeAsync(9_999);
    expect(connection.state()).toEqual({ used: 1, waiting: 2, max: 1 });
    await vi.advanceTimersByTimeAsync(1);
    expect(await impatient).toMatchObject({
      name: 'EmbeddedDatabaseBusyError',
      retryable: true,
      message: expect.stringContaining('15000 ms'),
    });
    expect(connection.state()).toEqual({ used: 1, waiting: 1, max: 1 });
    await hold.release();
    expect(await patient).toEqual([{ n: 1 }]);
    expect(connection.state()).toEqual(FREE);
  });

  test('a connection that was given back is not taken back later, and giving it back twice gives it once', async () => {
    const hold = await connection.acquire();
    await hold.release();
    const other = await connection.acquire();
    await hold.release();
    expect(connection.state()).toEqual({ ...FREE, used: 1 });
    await other.query('begin', []);
    await other.query('insert into seen values (1)', []);
    await vi.advanceTimersByTimeAsync(19_000);
    await other.query('commit', []);
    await other.release();
    expect(await connection.query('select n from seen')).toEqual([{ n: 1 }]);
  });

  test('nobody who was served in time is thrown out later', async () => {
    const hold = await connection.acquire();
    const next = connection.acquire();
    await vi.advanceTimersByTimeAsync(14_000);
    await hold.release();
    const served = await next;
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await served.query('select 1 as n', [])).rows).toEqual([{ n: 1 }]);
    await served.release();
    expect(connection.state()).toEqual(FREE);
  });
});

test('a database opened from a dump reads arrays of values, and knows no types of the rows of its tables', async () => {
  const opened = await openMemoryDatabase(await embedded.dump());
  expect(
    await opened.connection.query(`select array['a', 'b'] as texts, array[1, 2] as numbers`),
  ).toEqual([{ texts: ['a', 'b'], numbers: [1, 2] }]);
  const { parsers, serializers } = opened.connection.pglite;
  const types = [...Object.keys(parsers), ...Object.keys(serializers)].map(Number);
  expect(types).toContain(25);
  expect(types.filter((type) => type >= 10_000)).toEqual([]);
  await opened.close();
});
