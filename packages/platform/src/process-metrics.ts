import { platformQuery } from '@emporium/db/platform-query';
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
        const unsent = await platformQuery({ em: database.fork() })
          .selectFrom('OutboxRow')
          .select((row) => row.fn.countAll<number>().as('count'))
          .where('sentAt', 'is', null)
          .where('parkedAt', 'is', null)
          .executeTakeFirstOrThrow()
          .catch(() => ({ count: 0 }));
        this.set({ subgraph: name }, unsent.count);
      }
    },
  });
}
