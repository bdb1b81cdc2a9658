import type { PublishResult } from '@emporium/bus/event-bus';
import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { EmbeddedDatabase } from '../embedded-database.js';
import { openEmbeddedSubgraph } from '../open-embedded.js';
import { platformTables } from '../platform-tables.js';
import { pruneMessaging } from '../prune.js';
import type { SubgraphDatabase } from '../subgraph-database.js';
import { accept, addEvents, outboxOf, recordingBus, SHORT, takeOver } from './relay.fixture.js';
import { startRelay, type Relay } from './relay.js';

let embedded: EmbeddedDatabase;
let database: SubgraphDatabase;
let relay: Relay | undefined;
const errors: string[] = [];
const start = (bus: Parameters<typeof startRelay>[1], on = database) =>
  (relay = startRelay(on, bus, 1, (error) => errors.push((error as Error).message), SHORT));
const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 20 });

beforeAll(async () => {
  embedded = await emptyDatabase();
  database = await openEmbeddedSubgraph(
    { name: 'one', entities: [], migrations: [] },
    embedded.connection,
  );
});
beforeEach(async () => {
  errors.length = 0;
  await platformTables(database).deleteFrom('outbox').execute();
  await platformTables(database).deleteFrom('lease').execute();
});
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
});
afterAll(async () => {
  await database.close();
  await embedded.close();
});

test('what was sent keeps nothing of what it said', async () => {
  await addEvents(database, 3);
  const { bus, values } = recordingBus();
  await start(bus).drain();
  expect(values()).toEqual([1, 2, 3]);
  expect(await outboxOf(database)).toEqual(
    Array.from({ length: 3 }, () => ({ payload: '', state: 'sent' })),
  );
});

test('a refused event is set aside with what it says, holds up nobody, and outlives the clearing of old rows', async () => {
  await addEvents(database, 3);
  const refusal: PublishResult = { ok: false, permanent: true, error: 'too large' };
  const { bus } = recordingBus(async (messages) =>
    messages.map(({ value }): PublishResult => (value === '2' ? refusal : { ok: true })),
  );
  await start(bus).drain();
  const month = sql<Date>`now() - interval '30 days'`;
  await platformTables(database)
    .updateTable('outbox')
    .set({ created_at: month, parked_at: month })
    .where('parked_at', 'is not', null)
    .execute();
  await platformTables(database)
    .updateTable('outbox')
    .set({ sent_at: month })
    .where('sent_at', 'is not', null)
    .execute();
  await pruneMessaging(database.fork());
  expect(await outboxOf(database)).toEqual([{ payload: '2', state: 'parked' }]);
});

test('a batch that the bus does not answer is an error within seconds, is not sent beside itself, and counts when the answer comes', async () => {
  await addEvents(database, 2);
  let answer: (() => void) | undefined;
  const { bus, batches } = recordingBus(
    (messages, batch) =>
      new Promise((resolve) =>
        batch === 1 ? (answer = () => resolve(accept(messages))) : resolve(accept(messages)),
      ),
  );
  const running = start(bus);
  await soon(() =>
    expect(
      errors.filter((error) => error.includes('publishing 2 event(s)')).length,
    ).toBeGreaterThan(1),
  );
  expect(running.state()).toMatchObject({ healthy: false, owner: true });
  answer!();
  await addEvents(database, 1, 3);
  await running.drain();
  expect(batches).toEqual([['1', '2'], ['3']]);
  expect((await outboxOf(database)).every(({ state }) => state === 'sent')).toBe(true);
});

test('a statement that never answers is an error within seconds, and the relay goes on with the next one', async () => {
  await addEvents(database, 2);
  let silent = 1;
  const never = new Proxy(
    {},
    {
      get: (_, name) =>
        name === 'then'
          ? undefined
          : () => (name.toString().startsWith('execute') ? new Promise(() => undefined) : never),
    },
  ) as never;
  const flaky: SubgraphDatabase = {
    ...database,
    fork: () => {
      const em = database.fork();
      return silent-- > 0
        ? Object.assign(Object.create(em) as typeof em, { getKysely: () => never })
        : em;
    },
  };
  const { bus, values } = recordingBus();
  await start(bus, flaky).drain();
  expect(errors).toEqual([expect.stringContaining('did not end within')]);
  expect(values()).toEqual([1, 2]);
});

test('who lost the lease while a batch was on its way marks nothing and sends nothing more', async () => {
  await addEvents(database, 2);
  let answer: (() => void) | undefined;
  const { bus, batches } = recordingBus(
    (messages) => new Promise((resolve) => (answer = () => resolve(accept(messages)))),
  );
  const running = start(bus);
  await soon(() => expect(batches).toHaveLength(1));
  await takeOver(database);
  answer!();
  await soon(() => expect(errors).toEqual([expect.stringContaining('was lost')]));
  await addEvents(database, 1, 3);
  running.wake();
  await soon(() => expect(running.state()).toMatchObject({ healthy: true, owner: false }));
  expect(batches).toHaveLength(1);
  expect((await outboxOf(database)).map(({ state }) => state)).toEqual([
    'unsent',
    'unsent',
    'unsent',
  ]);
});

test('who was frozen between reading and sending does not send what its successor has sent', async () => {
  await addEvents(database, 1);
  const clock = vi.spyOn(performance, 'now');
  const asleep: SubgraphDatabase = {
    ...database,
    fork: () => {
      const em = database.fork();
      return Object.assign(Object.create(em) as typeof em, {
        getKysely: () => {
          const db = platformTables(database);
          return {
            withSchema: () =>
              new Proxy(db, {
                get: (target, name) => {
                  // The clock jumps while the rows are on their way, as it does for a process that
                  // was stopped.
                  if (name === 'selectFrom')
                    clock.mockImplementation(() => process.uptime() * 1_000 + 3_600_000);
                  const member = Reflect.get(target, name) as unknown;
                  return typeof member === 'function'
                    ? (member as () => unknown).bind(target)
                    : member;
                },
              }),
          };
        },
      });
    },
  };
  const { bus, batches } = recordingBus();
  try {
    start(bus, asleep);
    await soon(() => expect(errors[0]).toContain('ran out before 1 event(s) were sent'));
    expect(batches).toHaveLength(0);
  } finally {
    clock.mockRestore();
  }
});
