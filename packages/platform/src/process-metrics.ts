import type { EventBus, GroupState } from '@emporium/bus/event-bus';
import { type OutboxState, readOutboxState } from '@emporium/db/outbox/read-outbox-state';
import type { PoolState } from '@emporium/db/subgraph-database';
import { Gauge, type Registry } from 'prom-client';
import { registerNode } from './node-metrics.js';
import type { RunningSubgraph } from './running-subgraph.js';

/**
 * Registers the metrics of a process: Node's own, and what tells whether its parts get anything
 * done. What cannot be read now is missing from the answer instead of looking fine. Names and
 * rules: deploy/alerts.
 */
export function registerMetrics(
  registry: Registry,
  subgraphs: readonly RunningSubgraph[],
  bus: Pick<EventBus, 'groups'>,
): void {
  registerNode(registry);
  // In this order: a look at the outboxes waits for a connection itself.
  registerPools(registry, subgraphs);
  registerConsumers(registry, bus);
  registerOutboxes(registry, subgraphs);
  registerJobs(registry, subgraphs);
  registerOwn(registry, subgraphs);
}

function registerPools(registry: Registry, subgraphs: readonly RunningSubgraph[]): void {
  const pool = (name: string, help: string, read: (state: PoolState) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['subgraph'],
      registers: [registry],
      collect() {
        for (const { name: subgraph, database } of subgraphs)
          this.set({ subgraph }, read(database.pool()));
      },
    });
  pool(
    'emporium_database_pool_waiting_requests',
    'Callers that wait for a connection to the database.',
    ({ waiting }) => waiting,
  );
  pool(
    'emporium_database_pool_used_connections',
    'Connections to the database that are in use.',
    ({ used }) => used,
  );
  pool(
    'emporium_database_pool_max_connections',
    'Connections to the database that this process may have.',
    ({ max }) => max,
  );
}

function registerJobs(registry: Registry, subgraphs: readonly RunningSubgraph[]): void {
  const registers = [registry];
  new Gauge({
    name: 'emporium_job_last_success_timestamp_seconds',
    help: 'When a run of the job last succeeded in this process, or when the process started.',
    labelNames: ['subgraph', 'job'],
    registers,
    collect() {
      for (const { name, jobs } of subgraphs)
        for (const job of jobs())
          this.set({ subgraph: name, job: job.name }, job.succeededAt / 1_000);
    },
  });
  new Gauge({
    name: 'emporium_job_interval_seconds',
    help: 'Time between two runs of the job.',
    labelNames: ['subgraph', 'job'],
    registers,
    collect() {
      for (const { name, jobs } of subgraphs)
        for (const job of jobs()) this.set({ subgraph: name, job: job.name }, job.everyMs / 1_000);
    },
  });
}

/** A look that all who ask meanwhile share: the metrics of a scrape are collected side by side. */
function shared<T>(look: () => Promise<T>): () => Promise<T> {
  let current: Promise<T> | undefined;
  return () => (current ??= look().finally(() => (current = undefined)));
}

function registerConsumers(registry: Registry, bus: Pick<EventBus, 'groups'>): void {
  const states = shared(() => bus.groups().catch((): GroupState[] => []));
  const gauge = (name: string, help: string, read: (state: GroupState) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['group'],
      registers: [registry],
      async collect() {
        const found = await states();
        this.reset();
        for (const state of found) this.set({ group: state.group }, read(state));
      },
    });
  gauge(
    'emporium_consumer_lag_messages',
    'Messages published and not yet handled, per consumer group.',
    ({ lag }) => lag,
  );
  gauge(
    'emporium_consumer_oldest_event_age_seconds',
    'For how long the oldest event waits for the group; 0 when none does.',
    ({ oldestSeconds }) => oldestSeconds,
  );
  gauge(
    'emporium_consumer_dead_letters',
    'Events that the group gave up and that were not replayed.',
    ({ deadLetters }) => deadLetters,
  );
  gauge(
    'emporium_consumer_failing',
    '1 while the group retries an event that fails or cannot reach the bus.',
    ({ state }) => (state === 'running' ? 0 : 1),
  );
}

function registerOutboxes(registry: Registry, subgraphs: readonly RunningSubgraph[]): void {
  const states = shared(() =>
    Promise.all(
      subgraphs.map(async ({ name, database }) => ({
        name,
        state: await readOutboxState(database).catch(() => undefined),
      })),
    ),
  );
  const gauge = (name: string, help: string, read: (state: OutboxState) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['subgraph'],
      registers: [registry],
      async collect() {
        const found = await states();
        this.reset();
        for (const { name: subgraph, state } of found)
          if (state) this.set({ subgraph }, read(state));
      },
    });
  gauge(
    'emporium_outbox_unsent_rows',
    'Events committed and not yet published, per subgraph.',
    ({ unsent }) => unsent,
  );
  gauge(
    'emporium_outbox_oldest_unsent_age_seconds',
    'For how long the oldest committed event waits to be published; 0 when none does.',
    ({ oldestUnsentSeconds }) => oldestUnsentSeconds,
  );
  gauge(
    'emporium_outbox_parked_events',
    'Events that the bus refused for good and that were set aside.',
    ({ parked }) => parked,
  );
}

/** The gauges that subgraphs declare. */
function registerOwn(registry: Registry, subgraphs: readonly RunningSubgraph[]): void {
  for (const subgraph of subgraphs) {
    for (const { name, help, read } of subgraph.definition.gauges ?? []) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          const value = await read(subgraph.systemCtx()).catch(() => undefined);
          if (value === undefined) this.remove();
          else this.set(value);
        },
      });
    }
  }
}
