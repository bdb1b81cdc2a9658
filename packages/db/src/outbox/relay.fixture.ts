import type { EventBus, OutgoingMessage, PublishResult } from '@emporium/bus/event-bus';
import { sql } from 'kysely';
import { platformTables } from '../platform-tables.js';
import type { SubgraphDatabase } from '../subgraph-database.js';

/** Short, so that tests need not wait long for a lease to end. */
export const SHORT = { leaseMs: 600, statementMs: 300, publishMs: 300 };

/** Writes events 1 to n about one key into the outbox, numbered on from `from`. */
export async function addEvents(
  database: SubgraphDatabase,
  count: number,
  from = 1,
): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => ({
    topic: 'auth_events',
    aggregate_id: 'key',
    aggregate_version: from + i,
    type: 'NOBODY_KNOWS_THIS',
    payload: String(from + i),
    headers: '{}',
  }));
  await platformTables(database).insertInto('outbox').values(rows).execute();
}

/** What the outbox holds, oldest first. */
export async function outboxOf(database: SubgraphDatabase) {
  const rows = await platformTables(database)
    .selectFrom('outbox')
    .select([
      'payload',
      sql<boolean>`sent_at is not null`.as('sent'),
      sql<boolean>`parked_at is not null`.as('parked'),
    ])
    .orderBy('id')
    .execute();
  return rows.map(({ payload, sent, parked }) => ({
    payload,
    state: sent ? 'sent' : parked ? 'parked' : 'unsent',
  }));
}

/**
 * Makes another process the owner of the relay's lease, as after its owner was frozen for too long.
 */
export async function takeOver(database: SubgraphDatabase): Promise<void> {
  await platformTables(database)
    .updateTable('lease')
    .set({
      owner: 'successor',
      token: sql<number>`token + 1`,
      expires_at: sql<Date>`now() + interval '1 hour'`,
    })
    .execute();
}

/** A bus that remembers what it got; `answer` decides what becomes of a batch. */
export function recordingBus(
  answer: (
    messages: readonly OutgoingMessage[],
    batch: number,
  ) => Promise<PublishResult[]> = accept,
) {
  const batches: string[][] = [];
  const bus: Pick<EventBus, 'publish'> = {
    publish: (messages) => {
      batches.push(messages.map((message) => message.value));
      return answer(messages, batches.length);
    },
  };
  return { bus, batches, values: () => batches.flat().map(Number) };
}

export async function accept(messages: readonly OutgoingMessage[]): Promise<PublishResult[]> {
  return messages.map(() => ({ ok: true }));
}
