import type { EventBus } from '@emporium/bus/event-bus';
import { readOutboxState } from '@emporium/db/outbox/read-outbox-state';
import type { Relay } from '@emporium/db/outbox/relay';
import type { SubgraphDatabase } from '@emporium/db/subgraph-database';
import { consumerHealth } from './consumer-health.js';
import type { SubgraphDefinition } from './define-subgraph.js';
import { BEYOND_REPAIR_SECONDS, STUCK_AFTER_SECONDS } from './health-limits.js';
import type { JobState } from './jobs.js';
import { poolHealth } from './pool-health.js';
import type { PartHealth, RunningSubgraph } from './running-subgraph.js';

/** Runs of a job that may be missed before it counts as late, and as beyond repair. */
const LATE_RUNS = 5;
const BEYOND_REPAIR_RUNS = 20;
/** A job that runs every second is not late after five of them. */
const MIN_LATE_MS = 60_000;

/**
 * Health and readiness of a subgraph. Its store decides whether it can serve; pool, relay,
 * consumers and jobs can only degrade it, judged by their effects: how long events wait, when a job
 * last succeeded. They are `down` when beyond their own repair.
 */
export function healthOf<S>(parts: {
  definition: SubgraphDefinition<S>;
  database: SubgraphDatabase;
  relay: Relay;
  bus: EventBus;
  services: S;
  jobs(): JobState[];
}): Pick<RunningSubgraph<S>, 'health' | 'checkReady'> {
  const { definition, database, relay, bus, services } = parts;
  const checkReady = async () => {
    await database.ping();
    await definition.ping?.(services);
  };
  const pool = poolHealth(definition.name, database);
  return {
    checkReady,
    health: async () => {
      const stored = await store(definition.name, checkReady);
      const list: PartHealth[] = [
        stored,
        await pool(stored.status === 'ok'),
        await outbox(definition.name, database, relay, bus),
      ];
      const groups = new Set(definition.consumers?.map((consumer) => consumer.group));
      for (const group of (await bus.groups().catch(() => [])).filter((state) =>
        groups.has(state.group),
      )) {
        list.push(consumerHealth(group));
      }
      list.push(...parts.jobs().map(jobHealth));
      const status = list.some((p) => p.status === 'down')
        ? 'down'
        : list.some((p) => p.status === 'degraded')
          ? 'degraded'
          : 'ok';
      return { status, parts: list };
    },
  };
}

/** Late by its own interval, however it looks from inside: a run that hangs does not fail. */
export function jobHealth({ name, everyMs, succeededAt }: JobState): PartHealth {
  const ageMs = Date.now() - succeededAt;
  const late = (runs: number) => ageMs > Math.max(MIN_LATE_MS, runs * everyMs);
  const status =
    late(BEYOND_REPAIR_RUNS) && ageMs > BEYOND_REPAIR_SECONDS * 1_000
      ? 'down'
      : late(LATE_RUNS)
        ? 'degraded'
        : 'ok';
  return {
    name: `job ${name}`,
    status,
    ...(status === 'ok' ? {} : { detail: `last succeeded ${Math.round(ageMs / 1_000)} s ago` }),
  };
}

async function store(name: string, check: () => Promise<void>): Promise<PartHealth> {
  try {
    await check();
    return { name: `${name} store`, status: 'ok' };
  } catch (error) {
    return { name: `${name} store`, status: 'down', detail: (error as Error).message };
  }
}

async function outbox(
  name: string,
  database: SubgraphDatabase,
  relay: Relay,
  bus: EventBus,
): Promise<PartHealth> {
  const part = (status: PartHealth['status'], detail?: string): PartHealth => ({
    name: `${name} outbox`,
    status,
    ...(detail ? { detail } : {}),
  });
  const state = await readOutboxState(database).catch(() => undefined);
  const { healthy, owner, lastError } = relay.state();
  if (!state) return part('degraded', 'its table cannot be read');
  const waits = `the oldest event waits for ${Math.round(state.oldestUnsentSeconds)} s`;
  if (state.oldestUnsentSeconds > STUCK_AFTER_SECONDS) {
    // Without the bus nobody can send, and a start would not help; another process that holds the
    // lease has its own health.
    const mayMend =
      owner &&
      (await bus.ping().then(
        () => true,
        () => false,
      ));
    return part(
      mayMend && state.oldestUnsentSeconds > BEYOND_REPAIR_SECONDS ? 'down' : 'degraded',
      lastError ? `${waits}: ${lastError}` : waits,
    );
  }
  if (state.parked > 0)
    return part(
      'degraded',
      `${state.parked} event(s) refused by the bus and set aside: npm run outbox -- list`,
    );
  return healthy ? part('ok') : part('degraded', lastError);
}
