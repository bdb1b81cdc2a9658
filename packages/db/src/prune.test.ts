import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openMemoryDatabase, type EmbeddedDatabase } from './embedded-database.js';
import { openEmbeddedSubgraph } from './open-embedded.js';
import { platformQuery } from './platform-query.js';
import { pruneMessaging } from './prune.js';
import type { SubgraphDatabase } from './subgraph-database.js';

let embedded: EmbeddedDatabase;
let database: SubgraphDatabase;
const query = () => platformQuery({ em: database.fork() });

beforeAll(async () => {
  embedded = await openMemoryDatabase();
  database = await openEmbeddedSubgraph({ name: 'pruned', entities: [], migrations: [] }, embedded.connection);
});
afterAll(async () => {
  await database.close();
  await embedded.close();
});
beforeEach(async () => {
  for (const table of ['OutboxRow', 'InboxRow', 'IdempotencyRecord'] as const) await query().deleteFrom(table).execute();
});

const ago = (interval: string) => sql<Date>`now() - ${interval}::interval`;
const idempotencyKeys = async () =>
  (await query().selectFrom('IdempotencyRecord').select('key').orderBy('key').execute()).map((row) => row.key);

async function remember(key: string, createdAt = ago('0')): Promise<void> {
  await query().insertInto('IdempotencyRecord').values({ scope: 'user:1', operation: 'pay', key, requestHash: 'x', createdAt }).execute();
}

test('an idempotency key is remembered for the 24 hours that are promised, and gone after 48', async () => {
  await remember('a new');
  await remember('b day', ago('24 hours'));
  await remember('c nearly', ago('47 hours'));
  await remember('d old', ago('49 hours'));
  await pruneMessaging(database.fork());
  expect(await idempotencyKeys()).toEqual(['a new', 'b day', 'c nearly']);
});

test('more rows than one batch are pruned in one run', async () => {
  const old = Array.from({ length: 2_001 }, (_, n) => ({ consumer: 'c', eventId: `e${n}`, seenAt: ago('8 days') }));
  await query().insertInto('InboxRow').values(old).execute();
  await query()
    .insertInto('InboxRow')
    .values({ consumer: 'c', eventId: 'young', seenAt: ago('6 days') })
    .execute();
  await pruneMessaging(database.fork());
  expect(await query().selectFrom('InboxRow').select('eventId').execute()).toEqual([{ eventId: 'young' }]);
});

test('events are kept until they were sent 7 days ago, those given up on for good', async () => {
  const row = { topic: 't', aggregateVersion: 1, type: 'T', payload: '{}', createdAt: ago('30 days') };
  await query()
    .insertInto('OutboxRow')
    .values([
      { ...row, aggregateId: 'sent long ago', sentAt: ago('8 days') },
      { ...row, aggregateId: 'sent', sentAt: ago('6 days') },
      { ...row, aggregateId: 'unsent' },
      { ...row, aggregateId: 'given up', parkedAt: ago('29 days') },
    ])
    .execute();
  await pruneMessaging(database.fork());
  const left = await query().selectFrom('OutboxRow').select('aggregateId').orderBy('id').execute();
  expect(left.map((event) => event.aggregateId)).toEqual(['sent', 'unsent', 'given up']);
});
