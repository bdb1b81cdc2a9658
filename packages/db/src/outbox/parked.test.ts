import { emptyDatabase } from '@emporium/testing/database-snapshot';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmbeddedDatabase } from '../embedded-database.js';
import { openEmbeddedSubgraph } from '../open-embedded.js';
import { platformTables } from '../platform-tables.js';
import type { SubgraphDatabase } from '../subgraph-database.js';
import { readOutboxState } from './read-outbox-state.js';
import { addEvents, outboxOf, recordingBus, SHORT } from './relay.fixture.js';
import { startRelay } from './relay.js';
import { listParked, resendParked } from './resend-parked.js';

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

test('what waits and what was set aside is read from the table, by whoever asks; sent again, it leaves in its order', async () => {
  expect(await readOutboxState(database)).toEqual({ unsent: 0, oldestUnsentSeconds: 0, parked: 0 });
  await addEvents(database, 3);
  const hourAgo = sql<Date>`now() - interval '1 hour'`;
  await platformTables(database).updateTable('outbox').set({ created_at: hourAgo }).execute();
  expect((await readOutboxState(database)).oldestUnsentSeconds).toBeGreaterThanOrEqual(3_600);

  const refusing = startRelay(
    database,
    {
      publish: async (messages) =>
        messages.map(() => ({ ok: false, permanent: true, error: 'too large' })),
    },
    1,
    () => undefined,
    SHORT,
  );
  await refusing.drain();
  await refusing.stop();
  expect(await readOutboxState(database)).toEqual({ unsent: 0, oldestUnsentSeconds: 0, parked: 3 });
  const parked = await listParked(database, 10);
  expect(parked).toMatchObject([
    { error: 'too large' },
    { error: 'too large' },
    { error: 'too large' },
  ]);

  expect(await resendParked(database, [parked[1]!.id])).toBe(1);
  expect(await resendParked(database)).toBe(2);
  const { bus, values } = recordingBus();
  const relay = startRelay(database, bus, 1, () => undefined, SHORT);
  await relay.drain();
  await relay.stop();
  expect(values()).toEqual([1, 2, 3]);
  expect((await outboxOf(database)).every(({ state }) => state === 'sent')).toBe(true);
});
