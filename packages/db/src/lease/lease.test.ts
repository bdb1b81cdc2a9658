import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EmbeddedDatabase } from '../embedded-database.js';
import { openEmbeddedSubgraph } from '../open-embedded.js';
import { addEvents, outboxOf } from '../outbox/relay.fixture.js';
import { LeaseLostError, markSent, park, unsentRows } from '../outbox/outbox-rows.js';
import { platformTables } from '../platform-tables.js';
import type { SubgraphDatabase } from '../subgraph-database.js';
import { openLease } from './lease.js';

let embedded: EmbeddedDatabase;
let database: SubgraphDatabase;
const lease = (owner: string, ttlMs = 60_000) =>
  openLease(database, { name: 'work', owner, ttlMs, statementMs: 5_000 });
const expire = () =>
  platformTables(database)
    .updateTable('lease')
    .set({ expires_at: sql<Date>`now()` })
    .execute();

beforeAll(async () => {
  embedded = await emptyDatabase();
  database = await openEmbeddedSubgraph(
    { name: 'one', entities: [], migrations: [] },
    embedded.connection,
  );
});
beforeEach(async () => {
  await platformTables(database).deleteFrom('lease').execute();
  await platformTables(database).deleteFrom('outbox').execute();
});
afterAll(async () => {
  await database.close();
  await embedded.close();
});

test('of many who ask at once, one gets the lease', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) => lease(`owner ${i}`).hold()),
  );
  expect(answers.filter((held) => held !== undefined)).toHaveLength(1);
});

test('an owner that is gone loses the lease by the clock of the database, one that is there keeps it', async () => {
  const [a, b] = [lease('a'), lease('b')];
  expect(await a.hold()).toMatchObject({ token: 1 });
  expect(await b.hold()).toBeUndefined();
  await expire();
  expect(await lease('c').hold()).toMatchObject({ token: 2 });
  expect(await lease('a').hold()).toBeUndefined();
});

test('a lease that ended and comes back to its owner has another token, since somebody may have had it meanwhile', async () => {
  expect(await lease('a').hold()).toMatchObject({ token: 1 });
  expect(await lease('a').hold()).toMatchObject({ token: 1 });
  await expire();
  expect(await lease('a').hold()).toMatchObject({ token: 2 });
});

test('the owner never believes longer in its lease than the database does', async () => {
  const held = await lease('a', 5_000).hold();
  const row = await platformTables(database)
    .selectFrom('lease')
    .select(
      sql<number>`extract(epoch from expires_at - clock_timestamp())::float * 1000`.as('left'),
    )
    .executeTakeFirstOrThrow();
  expect(held!.leftMs()).toBeLessThanOrEqual(row.left);
});

test('who stops frees the lease at once', async () => {
  const a = lease('a');
  await a.hold();
  await a.release();
  expect(a.isHeld()).toBe(false);
  expect(await lease('b').hold()).toBeDefined();
});

test('under a lost lease no event is read, marked or set aside', async () => {
  await addEvents(database, 1);
  const held = (await lease('a').hold())!;
  const db = platformTables(database);
  const rows = () => unsentRows(db, held, { shard: 0, shards: 1, limit: 10 });
  const [row] = await rows();
  await expire();
  await lease('b').hold();
  expect(await rows()).toEqual([]);
  await expect(markSent(db, held, [row!.id])).rejects.toThrow(LeaseLostError);
  await expect(park(db, held, row!.id, 'refused')).rejects.toThrow(LeaseLostError);
  expect(await outboxOf(database)).toEqual([{ payload: '1', state: 'unsent' }]);
});
