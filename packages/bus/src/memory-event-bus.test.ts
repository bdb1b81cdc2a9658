import type { PGlite } from '@electric-sql/pglite';
import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { memoryHarness } from './contract/memory-harness.contract.js';
import { pgliteClient } from './contract/pglite-client.contract.js';
import { bodyOf, message, poison, recorder } from './contract/bus-test.contract.js';
import { describeEventBus } from './event-bus.contract.js';
import type { EventBus } from './event-bus.js';
import { openMemoryEventBus } from './memory-event-bus.js';
import { pruneLog } from './memory/prune-log.js';
import type { SqlClient } from './sql-client.js';

let pglite: PGlite;
let sql: SqlClient;
beforeAll(async () => {
  pglite = (await emptyDatabase()).connection.pglite;
  sql = pgliteClient(pglite);
});
afterAll(() => pglite.close());

describeEventBus('memory on PGlite', () => memoryHarness(sql));

describe('the embedded bus', () => {
  const eventually = (assertion: () => unknown) =>
    vi.waitFor(assertion, { timeout: 20_000, interval: 20 });
  const withBus = async (use: (bus: EventBus) => Promise<void>) => {
    const harness = await memoryHarness(sql);
    const bus = await harness.open();
    try {
      await use(bus);
    } finally {
      await bus.close();
    }
  };

  test('a stuck key with thousands of events waiting holds up no other key, and loses no order when it recovers', () =>
    withBus(async (bus) => {
      let stuck = true;
      const group = recorder('search-stuck', (body) =>
        stuck && body.startsWith('bad') ? new Error('away') : undefined,
      );
      await bus.subscribe(group.options);
      const bodies = Array.from({ length: 1_500 }, (_, index) => index);
      for (const start of [0, 500, 1_000]) {
        await bus.publish(
          bodies
            .slice(start, start + 500)
            .flatMap((index) => [
              message('bad', `bad${index}`),
              message(`good${index % 40}`, `good${index}`),
            ]),
        );
      }
      await eventually(() => expect(group.handled).toHaveLength(1_500));
      stuck = false;
      await eventually(() => expect(group.handled).toHaveLength(3_000));
      expect(group.handled.slice(1_500)).toEqual(bodies.map((index) => `bad${index}`));
      await eventually(async () =>
        expect((await bus.groups())[0]).toMatchObject({
          group: 'search-stuck',
          lag: 0,
          oldestSeconds: 0,
          state: 'running',
        }),
      );
    }));

  test('an event that was read from the log before its append was answered is handled once', async () => {
    await sql.query('drop schema if exists bus cascade');
    let answered = Promise.resolve();
    const late: SqlClient = {
      ...sql,
      query: async (text, params) => {
        const rows = await sql.query(text, params);
        if (text.includes('insert into bus.events')) await answered;
        return rows as never;
      },
    };
    const bus = await openMemoryEventBus(late);
    const group = recorder('cart-late');
    await bus.subscribe(group.options);
    let answer = () => {};
    answered = new Promise((resolve) => (answer = resolve));
    const published = bus.publish([message('k', 'one')]);
    // The poll finds it first.
    await eventually(() => expect(group.handled).toEqual(['one']));
    answer();
    await published;
    await bus.publish([message('k', 'two')]);
    await eventually(() => expect(group.handled).toContain('two'));
    expect(group.handled).toEqual(['one', 'two']);
    await bus.close();
  });

  test('different keys are handled at the same time, one key never twice at once, and never more than 8 together', () =>
    withBus(async (bus) => {
      const active = new Set<string>();
      let most = 0;
      const group = recorder('search-parallel', async (_body, { key }) => {
        expect(active.has(key!)).toBe(false);
        active.add(key!);
        most = Math.max(most, active.size);
        await new Promise((resolve) => setTimeout(resolve, 2));
        active.delete(key!);
      });
      await bus.subscribe(group.options);
      await bus.publish(
        Array.from({ length: 200 }, (_, index) => message(`k${index % 20}`, `${index}`)),
      );
      await eventually(() => expect(group.handled).toHaveLength(200));
      expect(most).toBe(8);
    }));

  test('deliveries that appear behind its back are found', () =>
    withBus(async (bus) => {
      const group = recorder('search-behind');
      await bus.subscribe(group.options);
      const other = await openMemoryEventBus(sql);
      await other.publish([message('k', 'one')]);
      await other.close();
      await eventually(() => expect(group.handled).toEqual(['one']));
    }));

  test('pruning removes only old events that every group has handled and no dead letter needs', () =>
    withBus(async (bus) => {
      const group = recorder('search-prune', (body) =>
        body === 'stuck' ? new Error('away') : poison('poison')(body),
      );
      await bus.subscribe(group.options);
      await bus.publish(['old', 'poison', 'stuck', 'young'].map((body) => message(body, body)));
      await eventually(() => expect(group.handled).toEqual(['old', 'young']));
      await eventually(async () =>
        expect(await bus.deadLetters('search-prune', { first: 5 })).toHaveLength(1),
      );
      await eventually(async () => expect((await bus.groups())[0]).toMatchObject({ lag: 1 }));
      await sql.query(
        `update bus.events set published_at = now() - interval '8 days' where key <> 'young'`,
      );
      expect(await pruneLog(sql, Infinity)).toBe(0);
      expect(await pruneLog(sql, 7 * 24 * 3_600_000)).toBe(1);
      await sql.query(`update bus.dead_letters set at = now() - interval '2 days'`);
      expect(await pruneLog(sql, Infinity, 3 * 24 * 3_600_000)).toBe(0);
      expect(await bus.deadLetters('search-prune', { first: 5 })).toHaveLength(1);
      const left = await sql.query<{ value: Uint8Array }>(
        'select value from bus.events order by id',
      );
      expect(left.map((row) => bodyOf({ value: Buffer.from(row.value) }))).toEqual([
        'poison',
        'stuck',
        'young',
      ]);
      expect(await pruneLog(sql, Infinity, 1 * 24 * 3_600_000)).toBe(0);
      expect(await bus.deadLetters('search-prune', { first: 5 })).toEqual([]);
    }));

  test('a handler may use the only connection in a transaction of its own', () =>
    withBus(async (bus) => {
      await sql.query('create table if not exists effect (body text)');
      const group = recorder('search-transaction', async (body) => {
        await sql.transaction(
          async (tx) => void (await tx.query('insert into effect values ($1)', [body])),
        );
      });
      await bus.subscribe(group.options);
      await bus.publish(Array.from({ length: 50 }, (_, index) => message(`k${index}`, `${index}`)));
      await eventually(() => expect(group.handled).toHaveLength(50));
    }));

  test('a group cannot run twice in one process, and tables are created as often as one likes', () =>
    withBus(async (bus) => {
      await bus.subscribe(recorder('search-twice').options);
      await expect(bus.subscribe(recorder('search-twice').options)).rejects.toThrow(/already runs/);
      await (await openMemoryEventBus(sql)).close();
    }));
});
