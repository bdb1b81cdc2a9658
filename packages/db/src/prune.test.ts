import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmbeddedDatabase } from './embedded-database.js';
import { idempotent } from './idempotency.js';
import { onceInTransaction } from './inbox.js';
import { openEmbeddedSubgraph } from './open-embedded.js';
import { platformQuery } from './platform-query.js';
import { pruneMessaging } from './prune.js';
import type { SubgraphDatabase } from './subgraph-database.js';

let embedded: EmbeddedDatabase;
let database: SubgraphDatabase;
beforeAll(async () => {
  embedded = await emptyDatabase();
  database = await openEmbeddedSubgraph(
    { name: 'one', entities: [], migrations: [] },
    embedded.connection,
  );
});
afterAll(async () => {
  await database.close();
  await embedded.close();
});

const ago = (time: string) => sql<Date>`now() - ${time}::interval`;
const query = () => platformQuery({ em: database.fork() });

test('the answer of an idempotency key is kept for the 24 hours that the contract promises, and goes some day', async () => {
  const call = { scope: 'user:1', operation: 'buy', key: 'k', request: { quantity: 1 } };
  const buy = (result: string) => idempotent(database.fork(), call, async () => result);
  await buy('first');
  await query()
    .updateTable('IdempotencyRecord')
    .set({ createdAt: ago('24 hours 5 minutes') })
    .execute();
  await pruneMessaging(database.fork());
  expect(await buy('second')).toEqual({ outcome: 'replayed', response: 'first' });
  await query()
    .updateTable('IdempotencyRecord')
    .set({ createdAt: ago('3 days') })
    .execute();
  await pruneMessaging(database.fork());
  expect(await buy('third')).toEqual({ outcome: 'done', response: 'third' });
});

test('an event that was handled is remembered for days, so that a late copy does nothing', async () => {
  let effects = 0;
  const handle = () =>
    onceInTransaction(database.fork(), 'group', 'evt-1', async () => void effects++);
  await handle();
  await query()
    .updateTable('InboxRow')
    .set({ seenAt: ago('6 days') })
    .execute();
  await pruneMessaging(database.fork());
  await handle();
  expect(effects).toBe(1);
  await query()
    .updateTable('InboxRow')
    .set({ seenAt: ago('8 days') })
    .execute();
  await pruneMessaging(database.fork());
  await handle();
  expect(effects).toBe(2);
});
