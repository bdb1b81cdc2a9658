import { collectDefaultMetrics, type Registry } from 'prom-client';

/** Gauges of prom-client that are named like counters, each a sum of another one by type. */
const MISNAMED = [
  'nodejs_active_resources_total',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
];

/** Registers Node's own metrics: memory, processor, event loop. */
export function registerNode(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}
