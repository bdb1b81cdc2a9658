import type { EventBus, OutgoingMessage, PublishResult } from '@emporium/bus/event-bus';
import { DeadlineError, withDeadline } from '@emporium/resilience/deadline';
import type { HeldLease, Lease } from '../lease/lease.js';
import { platformTables } from '../platform-tables.js';
import type { SubgraphDatabase } from '../subgraph-database.js';
import { LeaseLostError, markSent, park, unsentRows, type UnsentRow } from './outbox-rows.js';
import type { RelayTimes } from './relay.js';
import { traceSend } from './trace-send.js';

/** A publish that is under way, with the right to mark what it sent. */
interface Publish {
  rows: UnsentRow[];
  lease: HeldLease;
  startedAt: number;
  outcome: PublishResult[] | undefined;
  error: unknown;
  settled: Promise<void>;
}

/**
 * A publish that is not settled after so many times its deadline never will be; then the batch is
 * read and sent anew.
 */
const HOPELESS = 6;

/**
 * Makes the function that publishes the next batch of a shard: the number of rows it dealt with,
 * undefined while another process holds the lease. It throws when database or bus fail or do not
 * answer in time; then call it again. A batch that the bus may still be working on is waited for
 * and not sent beside itself.
 */
export function batchPublisher(parts: {
  database: SubgraphDatabase;
  bus: Pick<EventBus, 'publish'>;
  lease: Lease;
  shard: number;
  shards: number;
  limit: number;
  times: RelayTimes;
}): () => Promise<number | undefined> {
  const { database, bus, lease, times } = parts;
  const db = () => platformTables(database);
  const statement = <T>(what: string, run: () => Promise<T>) =>
    withDeadline(times.statementMs, what, run);
  let current: Publish | undefined;

  /** Waits for the publish and keeps the lease meanwhile, so that nobody else sends the same. */
  async function settle(publish: Publish): Promise<HeldLease> {
    const giveUpAt = performance.now() + times.publishMs;
    for (;;) {
      const held = await lease.hold();
      if (held?.token !== publish.lease.token) {
        current = undefined;
        throw new LeaseLostError(
          `lease ${publish.lease.name} was lost while ${publish.rows.length} event(s) were on their way`,
        );
      }
      if (publish.outcome || publish.error !== undefined) return held;
      if (performance.now() > giveUpAt) {
        if (performance.now() - publish.startedAt > HOPELESS * times.publishMs) current = undefined;
        throw new DeadlineError(`publishing ${publish.rows.length} event(s)`, times.publishMs);
      }
      // Looks in between, to renew the lease.
      const lookAgainMs = Math.min(times.leaseMs / 4, times.publishMs);
      await withDeadline(lookAgainMs, 'publishing', () => publish.settled).catch(() => undefined);
    }
  }

  return async () => {
    const held = await lease.hold();
    if (!held) {
      current = undefined;
      return undefined;
    }
    const isResumed = current !== undefined;
    if (!current) {
      const rows = await statement('reading the outbox', () => unsentRows(db(), held, parts));
      if (rows.length === 0) return 0;
      // Who was frozen since the rows were read wakes up here, and must not send what a successor
      // has sent by now.
      if (held.leftMs() < times.leaseMs / 4)
        throw new LeaseLostError(
          `lease ${held.name} ran out before ${rows.length} event(s) were sent`,
        );
      current = begin(bus, rows, held);
    }
    const publish = current;
    const now = await settle(publish);
    current = undefined;
    if (!publish.outcome) throw publish.error;
    const results = publish.outcome;
    const sent = publish.rows.filter((_, i) => results[i]?.ok).map((row) => row.id);
    await statement('marking events as sent', () => markSent(db(), now, sent));
    for (const [i, result] of results.entries()) {
      if (!result.ok)
        await statement('setting an event aside', () =>
          park(db(), now, publish.rows[i]!.id, result.error),
        );
    }
    // A batch read long ago says nothing of what has come since: look again at once.
    return isResumed ? parts.limit : publish.rows.length;
  };
}

function begin(bus: Pick<EventBus, 'publish'>, rows: UnsentRow[], lease: HeldLease): Publish {
  const publish: Publish = {
    rows,
    lease,
    startedAt: performance.now(),
    outcome: undefined,
    error: undefined,
    settled: Promise.resolve(),
  };
  const sends = rows.map(toMessage).map(traceSend);
  publish.settled = bus.publish(sends.map(({ message }) => message)).then(
    (outcome) => {
      publish.outcome = outcome;
      for (const [i, send] of sends.entries())
        send.ended(outcome[i]?.ok === true ? undefined : 'refused');
    },
    (error: unknown) => {
      publish.error = error ?? new Error('the bus refused the events');
      for (const send of sends) send.ended(error);
    },
  );
  return publish;
}

function toMessage(row: UnsentRow): OutgoingMessage {
  const headers =
    typeof row.headers === 'string'
      ? (JSON.parse(row.headers) as Record<string, string>)
      : row.headers;
  return { topic: row.topic, key: row.aggregate_id, value: row.payload, headers };
}
