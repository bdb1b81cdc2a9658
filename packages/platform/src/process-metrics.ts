import { sqlRows } from '@emporium/db/sql';
import { Gauge, collectDefaultMetrics, type Registry } from 'prom-client';
import type { RunningSubgraph } from './running-subgraph.js';

/** Registers the metrics of a process: Node's own, consumer lag and waiting outbox rows. */
export function registerMetrics(
  registry: Registry,
  subgraphs: readonly RunningSubgraph[],
  groups: () => Promise<{ group: string; lag: number }[]>,
): void {
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'emporium_consumer_lag_messages',
    help: 'Messages published and not yet handled, per consumer group.',
    labelNames: ['group'],
    registers: [registry],
    async collect() {
      for (const { group, lag } of await groups().catch(() => [])) this.set({ group }, lag);
    },
  });
  new Gauge({
    name: 'emporium_outbox_unsent_rows',
    help: 'Events committed and not yet published, per subgraph.',
    labelNames: ['subgraph'],
    registers: [registry],
    async collect() {
      for (const { name, database } of subgraphs) {
        const statement = `select count(*)::int as n from "${name}".outbox where sent_at is null and parked_at is null`;
        const rows = await sqlRows<{ n: number }>(database.fork(), statement).catch(() => []);
        this.set({ subgraph: name }, rows[0]?.n ?? 0);
      }
    },
  });
}
