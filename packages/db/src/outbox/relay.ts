import type { EventBus, OutgoingMessage } from '@emporium/bus/event-bus';
import type { Topic } from '@emporium/bus/define-event';
import type { RelayConnection, SubgraphDatabase } from '../subgraph-database.js';

const BATCH = 200;
const POLL_MS = 1_000;
const MAX_BACKOFF_MS = 5_000;

/** Observed by health and metrics. */
export interface RelayState {
  /** False while the bus or the database is away. */
  healthy: boolean;
  lastError?: string;
  /** Rows the bus refused for good. */
  parked: number;
}

export interface Relay {
  state(): RelayState;
  /** Look now: something was committed. */
  wake(): void;
  /** Resolves when no unsent row was left. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

interface Row {
  id: string;
  topic: string;
  aggregate_id: string;
  payload: string;
  headers: Record<string, string> | string;
}

/**
 * Publishes the outbox of one subgraph, one loop per shard. A shard is a slice of the keys and belongs to the replica that holds its
 * advisory lock, so rows of one key leave one after the other in the order of their ids (several unlocked relays were measured to
 * swap them).
 */
export function startRelay(database: SubgraphDatabase, bus: EventBus, shards: number, onError: (error: unknown) => void): Relay {
  const loops = Array.from({ length: shards }, (_, shard) => startShard(database, bus, shard, shards, onError));
  return {
    state: () => {
      const states = loops.map((loop) => loop.state());
      const lastError = states.find((state) => state.lastError)?.lastError;
      return {
        healthy: states.every((s) => s.healthy),
        parked: states.reduce((n, s) => n + s.parked, 0),
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

function startShard(database: SubgraphDatabase, bus: EventBus, shard: number, shards: number, onError: (error: unknown) => void): Relay {
  const state: RelayState = { healthy: true, parked: 0 };
  let connection: RelayConnection | undefined;
  let stopping = false;
  let woken = false;
  let rouse: () => void = () => undefined;
  const idle: (() => void)[] = [];

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (woken || stopping) return resolve();
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** The connection that holds this shard's lock, or undefined while another replica has it. */
  async function owned(): Promise<RelayConnection | undefined> {
    if (connection && !connection.isLost()) return connection;
    await connection?.close();
    connection = undefined;
    const candidate = await database.relayConnection();
    if (!(await candidate.tryLock(shard))) {
      await candidate.close();
      return undefined;
    }
    connection = candidate;
    return connection;
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping) {
      woken = false;
      try {
        const owner = await owned();
        const sent = owner ? await publishBatch(owner, bus, database.name, shard, shards, state) : 0;
        state.healthy = true;
        delete state.lastError;
        failures = 0;
        if (sent === BATCH) continue;
        if (owner && !woken) idle.splice(0).forEach((done) => done());
        await pause(POLL_MS);
      } catch (error) {
        failures++;
        state.healthy = false;
        state.lastError = String((error as Error).message ?? error);
        onError(error);
        woken = false;
        await pause(Math.min(MAX_BACKOFF_MS, 100 * 2 ** failures));
      }
    }
    await connection?.close();
  }

  const running = run();
  const wake = () => {
    woken = true;
    rouse();
  };
  return {
    state: () => state,
    wake,
    drain: () =>
      new Promise((resolve) => {
        idle.push(resolve);
        wake();
      }),
    stop: async () => {
      stopping = true;
      rouse();
      await running;
      idle.splice(0).forEach((done) => done());
    },
  };
}

async function publishBatch(
  connection: RelayConnection,
  bus: EventBus,
  schema: string,
  shard: number,
  shards: number,
  state: RelayState,
): Promise<number> {
  const rows = await connection.query<Row>(
    `select id, topic, aggregate_id, payload, headers from "${schema}".outbox
      where sent_at is null and parked_at is null and mod(abs(hashtext(aggregate_id)::bigint), $1) = $2
      order by id limit ${BATCH}`,
    [shards, shard],
  );
  if (rows.length === 0) return 0;
  if (connection.isLost()) throw new Error('relay lost its lock');
  const results = await bus.publish(rows.map(toMessage));
  const sent = rows.filter((_, i) => results[i]?.ok).map((row) => row.id);
  if (sent.length > 0) {
    await connection.query(`update "${schema}".outbox set sent_at = now(), attempts = attempts + 1 where id = any($1::bigint[])`, [sent]);
  }
  for (const [i, result] of results.entries()) {
    if (result.ok) continue;
    // A row that the bus will never take must not hold up its shard: it is set aside and reported.
    await connection.query(`update "${schema}".outbox set parked_at = now(), error = $2, attempts = attempts + 1 where id = $1`, [
      rows[i]!.id,
      result.error,
    ]);
    state.parked++;
  }
  return rows.length;
}

function toMessage(row: Row): OutgoingMessage {
  const headers = typeof row.headers === 'string' ? (JSON.parse(row.headers) as Record<string, string>) : row.headers;
  return { topic: row.topic as Topic, key: row.aggregate_id, value: row.payload, headers };
}
