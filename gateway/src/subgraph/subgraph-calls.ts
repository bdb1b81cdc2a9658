import type { CallSubgraph } from '@emporium/federation-executor/call-subgraph';
import type { SubgraphClient } from '@emporium/platform/subgraph-client';
import type { Logger } from 'pino';
import type { GatewayMetrics } from '../metrics.js';
import { createCallNodes } from '../node/call-nodes.js';
import { NODE_SUBGRAPH } from '../node/node-subgraph.js';
import { createCallSubgraph } from './call-subgraph.js';
import { createCircuitBreaker } from './circuit-breaker.js';
import type { OperationContext } from './operation-context.js';
import { splitFetch } from './split-fetch.js';

export interface SubgraphCallsOptions {
  clients: Readonly<Record<string, SubgraphClient>>;
  timeoutMs: number;
  metrics: GatewayMetrics;
  log: Logger;
}

/**
 * The way to each subgraph, one breaker each; the gateway itself is that of global ids. The result throws for a subgraph of the supergraph
 * that has no client.
 */
export function createSubgraphCalls({
  clients,
  timeoutMs,
  metrics,
  log,
}: SubgraphCallsOptions): (subgraph: string) => CallSubgraph<OperationContext> {
  const made = new Map<string, CallSubgraph<OperationContext>>();
  const callOf = (subgraph: string): CallSubgraph<OperationContext> => {
    const known = made.get(subgraph);
    if (known) return known;
    const client = clients[subgraph];
    if (!client)
      throw new Error(
        `the supergraph names the subgraph ${subgraph}, but its address is not configured`,
      );
    const call = splitFetch(
      createCallSubgraph({ client, breaker: createCircuitBreaker(), timeoutMs, metrics, log }),
    );
    made.set(subgraph, call);
    return call;
  };
  made.set(NODE_SUBGRAPH, createCallNodes(callOf));
  return callOf;
}
