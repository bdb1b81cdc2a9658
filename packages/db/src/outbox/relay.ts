import { randomUUID } from 'node:crypto';
import type { EventBus } from '@emporium/bus/event-bus';
import type { SubgraphDatabase } from '../subgraph-database.js';
import { startShard } from './relay-shard.js';

/** How long a relay waits for what. */
export interface RelayTimes {
  /** How long others wait for an owner that is gone. */
  leaseMs: number;
  /** Longest wait for one statement. */
  statementMs: number;
  /**
   * Longest wait for the bus to take one batch; after that the batch is an error, but not sent a
   * second time at once.
   */
  publishMs: number;
}

const ON_SERVER: RelayTimes = { leaseMs: 8_000, statementMs: 5_000, publishMs: 20_000 };
/**
 * One process owns the data folder, so nobody waits for its leases, and renewing them rarely spares
 * the disk. A statement may stand in the queue of the one connection for 15 s.
 */
const EMBEDDED: RelayTimes = { ...ON_SERVER, leaseMs: 60_000, statementMs: 20_000 };

/** Observed by health and metrics. */
export interface RelayState {
  /** False while the bus or the database is away. */
  healthy: boolean;
  lastError?: string;
  /** Whether this process sends, in at least one shard. */
  owner: boolean;
  /**
   * When each shard last did what it should (sent, found nothing, or saw that another process
   * sends), in epoch milliseconds.
   */
  lastRoundAt: number;
}

export interface Relay {
  state(): RelayState;
  /** Look now: something was committed. */
  wake(): void;
  /** Resolves when no unsent row was left. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Publishes the outbox of one subgraph, one loop per shard. A shard is a slice of the keys and
 * belongs to the process that holds its lease, so rows of one key leave one after the other in the
 * order of their ids (several unlocked relays were measured to swap them). What a lease can and
 * cannot promise: docs/adr/0012.
 */
export function startRelay(
  database: SubgraphDatabase,
  bus: Pick<EventBus, 'publish'>,
  shards: number,
  onError: (error: unknown) => void,
  times: RelayTimes = database.kind === 'pglite' ? EMBEDDED : ON_SERVER,
): Relay {
  // The embedded database has one owner at a time by the lock of its folder, so a restart need not
  // wait for the lease of the process before.
  const owner = database.kind === 'pglite' ? 'embedded' : randomUUID();
  const loops = Array.from({ length: shards }, (_, shard) =>
    startShard({ database, bus, shard, shards, owner, times, onError }),
  );
  return {
    state: () => {
      const states = loops.map((loop) => loop.state());
      const lastError = states.find((state) => state.lastError)?.lastError;
      return {
        healthy: states.every((state) => state.healthy),
        owner: states.some((state) => state.owner),
        lastRoundAt: Math.min(...states.map((state) => state.lastRoundAt)),
        ...(lastError ? { lastError } : {}),
      };
    },
    wake: () => loops.forEach((loop) => loop.wake()),
    drain: async () => {
      await Promise.all(loops.map((loop) => loop.drain()));
    },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
