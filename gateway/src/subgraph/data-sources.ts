import type { GraphQLDataSource } from '@apollo/gateway';
import type { SubgraphClient } from '@emporium/platform/subgraph-client';
import type { Logger } from 'pino';
import type { GatewayMetrics } from '../metrics.js';
import { circuitBreaker } from './circuit-breaker.js';
import { subgraphDataSource } from './subgraph-data-source.js';

export interface DataSourcesOptions {
  clients: Readonly<Record<string, SubgraphClient>>;
  timeoutMs: number;
  metrics: GatewayMetrics;
  log: Logger;
}

/** The data source of each subgraph, one breaker each. The result throws for a subgraph of the supergraph that has no client. */
export function dataSources({ clients, timeoutMs, metrics, log }: DataSourcesOptions): (subgraph: string) => GraphQLDataSource {
  const made = new Map<string, GraphQLDataSource>();
  return (subgraph) => {
    const known = made.get(subgraph);
    if (known) return known;
    const client = clients[subgraph];
    if (!client) throw new Error(`the supergraph names the subgraph ${subgraph}, but its address is not configured`);
    const source = subgraphDataSource({ client, breaker: circuitBreaker(), timeoutMs, metrics, log });
    made.set(subgraph, source);
    return source;
  };
}
