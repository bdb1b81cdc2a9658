import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * The gateway's numbers for operators; labels come from fixed sets, so their number is bounded
 * whatever clients send.
 */
export interface GatewayMetrics {
  registry: Registry;
  /**
   * Starts the clock of a fetch; call the result with `ok`, the reason of the failure or
   * `circuit-open`.
   */
  subgraphFetch(subgraph: string): (outcome: string) => void;
  /** Starts the clock of an operation; call the result with `ok`, `partial` or `failed`. */
  operation(type: string): (outcome: string) => void;
  refused(code: string, reason: string): void;
  connection(kind: 'websocket' | 'sse', change: 1 | -1): void;
  /** A subscription began or ended to listen for events. */
  subscription(change: 1 | -1): void;
  /** A query plan was made in this many seconds. */
  planned(seconds: number): void;
}

/**
 * Makes the metrics on a registry of their own (several gateways in one process do not collide).
 */
export function createGatewayMetrics(registry: Registry = new Registry()): GatewayMetrics {
  const registers = [registry];
  const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
  const fetches = new Histogram({
    name: 'gateway_subgraph_fetch_seconds',
    help: 'Time of fetches to subgraphs by outcome',
    labelNames: ['subgraph', 'outcome'],
    buckets,
    registers,
  });
  const operations = new Histogram({
    name: 'gateway_operation_seconds',
    help: 'Time of operations by type and outcome',
    labelNames: ['type', 'outcome'],
    buckets,
    registers,
  });
  const rejections = new Counter({
    name: 'gateway_refused_total',
    help: 'Requests refused before execution, by code and reason',
    labelNames: ['code', 'reason'],
    registers,
  });
  const connections = new Gauge({
    name: 'gateway_connections',
    help: 'Open streams by kind',
    labelNames: ['kind'],
    registers,
  });
  const subscriptions = new Gauge({
    name: 'gateway_subscriptions',
    help: 'Subscriptions that hear events',
    registers,
  });
  const plans = new Histogram({
    name: 'gateway_plan_seconds',
    help: 'Time of making query plans (own executor)',
    buckets,
    registers,
  });
  return {
    registry,
    subgraphFetch(subgraph) {
      const end = fetches.startTimer({ subgraph });
      return (outcome) => void end({ outcome });
    },
    operation(type) {
      const end = operations.startTimer({ type });
      return (outcome) => void end({ outcome });
    },
    refused: (code, reason) => rejections.inc({ code, reason }),
    connection: (kind, change) => connections.inc({ kind }, change),
    subscription: (change) => subscriptions.inc(change),
    planned: (seconds) => plans.observe(seconds),
  };
}
