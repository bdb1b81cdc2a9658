import type { EventBus } from '@emporium/bus/event-bus';
import { Counter, type Registry } from 'prom-client';

const NAME = 'emporium_events_sent_total';

/**
 * The way of a subgraph's events to the bus, which counts by type what the bus has taken: the pulse
 * of the shop (orders placed, paid, …).
 */
export function countEvents(
  bus: Pick<EventBus, 'publish'>,
  registry: Registry,
  subgraph: string,
): Pick<EventBus, 'publish'> {
  const sent =
    (registry.getSingleMetric(NAME) as Counter<'subgraph' | 'type'> | undefined) ??
    new Counter({
      name: NAME,
      help: 'Events that the bus has taken, by type; one that is sent again counts again.',
      labelNames: ['subgraph', 'type'],
      registers: [registry],
    });
  return {
    publish: async (messages) => {
      const results = await bus.publish(messages);
      for (const [i, result] of results.entries())
        if (result.ok) sent.inc({ subgraph, type: messages[i]!.headers['type'] ?? 'unknown' });
      return results;
    },
  };
}
