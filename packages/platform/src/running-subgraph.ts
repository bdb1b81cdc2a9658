import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@emporium/auth/principal';
import type { SubgraphDatabase } from '@emporium/db/subgraph-database';
import type { ExecutionResult } from 'graphql';
import type { Ctx } from './context.js';
import type { SubgraphDefinition } from './define-subgraph.js';
import type { JobState } from './jobs.js';
import type { ContextInput } from './make-context.js';
import type { SubgraphClient, SubgraphRequest } from './subgraph-client.js';
import type { SubgraphRouteProxy } from './route-proxy.js';

/** One part of a process as /health and /ready show it. */
export interface PartHealth {
  name: string;
  status: 'ok' | 'degraded' | 'down';
  detail?: string;
}

/** A subgraph at work. */
export interface RunningSubgraph<S = unknown> {
  name: string;
  definition: SubgraphDefinition<S>;
  sdl: string;
  database: SubgraphDatabase;
  services: S;
  /** Direct calls in this process. */
  client: SubgraphClient;
  /** Own HTTP routes, for direct calls in this process. */
  route: SubgraphRouteProxy;
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /** Handles a raw HTTP request whose identity is already verified. */
  handleHttp(req: IncomingMessage, res: ServerResponse): void;
  context(input: ContextInput): Ctx<S>;
  /** A context of the subgraph's own service identity. */
  systemCtx(onBehalf?: Principal): Ctx<S>;
  runJob(name: string): Promise<void>;
  /** Resolves when the outbox is empty. */
  drain(): Promise<void>;
  /** State of the jobs that run on timers. */
  jobs(): JobState[];
  /** The part's own work: store, relay, consumers. */
  health(): Promise<{ status: 'ok' | 'degraded' | 'down'; parts: PartHealth[] }>;
  /** Rejects when the subgraph cannot serve. */
  checkReady(): Promise<void>;
  stop(): Promise<void>;
}
