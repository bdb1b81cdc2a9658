import type { EventBus } from '@emporium/bus/event-bus';
import { type Backoff, delayAfter } from '@emporium/resilience/backoff';
import { withDeadline } from '@emporium/resilience/deadline';
import { openLease } from '../lease/lease.js';
import type { SubgraphDatabase } from '../subgraph-database.js';
import { LeaseLostError } from './outbox-rows.js';
import { batchPublisher } from './publish-batch.js';
import type { Relay, RelayState, RelayTimes } from './relay.js';

const BATCH = 200;
const POLL_MS = 1_000;
const BACKOFF: Backoff = { firstMs: 200, maxMs: 5_000 };

export interface ShardParts {
  database: SubgraphDatabase;
  bus: Pick<EventBus, 'publish'>;
  shard: number;
  shards: number;
  owner: string;
  times: RelayTimes;
  onError(error: unknown): void;
}

/** Starts the loop that publishes one shard of an outbox while this process holds its lease. */
export function startShard({
  database,
  bus,
  shard,
  shards,
  owner,
  times,
  onError,
}: ShardParts): Relay {
  const state: RelayState = { healthy: true, owner: false, lastRoundAt: Date.now() };
  const lease = openLease(database, {
    name: `relay:${shard}`,
    owner,
    ttlMs: times.leaseMs,
    statementMs: times.statementMs,
  });
  const publishBatch = batchPublisher({ database, bus, lease, shard, shards, limit: BATCH, times });
  let stopping = false;
  let woken = false;
  let endPause: () => void = () => undefined;
  const idle: (() => void)[] = [];

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (woken || stopping) return resolve();
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping) {
      woken = false;
      try {
        const sent = await publishBatch();
        Object.assign(state, { healthy: true, owner: sent !== undefined, lastRoundAt: Date.now() });
        delete state.lastError;
        failures = 0;
        if (sent === BATCH) continue;
        if (sent !== undefined && !woken) idle.splice(0).forEach((done) => done());
        // While another process sends, a commit here is no reason to ask for the lease.
        if (sent === undefined) woken = false;
        await pause(POLL_MS);
      } catch (error) {
        failures++;
        Object.assign(state, {
          owner: lease.isHeld(),
          healthy: false,
          lastError: String((error as Error).message ?? error),
        });
        onError(error);
        woken = false;
        await pause(error instanceof LeaseLostError ? POLL_MS : delayAfter(failures, BACKOFF));
      }
    }
    await lease.release();
  }

  const running = run();
  const wake = () => {
    woken = true;
    endPause();
  };
  return {
    state: () => ({ ...state }),
    wake,
    drain: () =>
      new Promise((resolve) => {
        idle.push(resolve);
        wake();
      }),
    stop: async () => {
      stopping = true;
      endPause();
      // A bus that is away must not hold up a stop; then the lease expires by itself.
      await withDeadline(times.statementMs, 'stopping the relay', () => running).catch(
        () => undefined,
      );
      idle.splice(0).forEach((done) => done());
    },
  };
}
