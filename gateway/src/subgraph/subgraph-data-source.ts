import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { SubgraphUnavailableError, type SubgraphClient } from '@emporium/platform/subgraph-client';
import type { Logger } from 'pino';
import type { GatewayMetrics } from '../metrics.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { OperationContext } from './operation-context.js';
import { unavailableErrors } from './unavailable-errors.js';

/** The subgraph that owns sessions: it alone gets the refresh token and may set cookies. */
const SESSION_OWNER = 'users';
/** What an entity fetch gets at least when a slow mutation has used up the time. */
const FOLLOW_UP_MS = 500;
const UPLOAD_TIMEOUT_MS = 120_000;

export interface DataSourceOptions {
  client: SubgraphClient;
  breaker: CircuitBreaker;
  timeoutMs: number;
  metrics: GatewayMetrics;
  log: Logger;
}

type ProcessOptions = GraphQLDataSourceProcessOptions<Record<string, unknown>>;
type DataSourceResponse = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** Sends the fetches of @apollo/gateway through a SubgraphClient, and answers with located errors when nothing comes back. */
export function subgraphDataSource({ client, breaker, timeoutMs, metrics, log }: DataSourceOptions): GraphQLDataSource {
  return {
    async process({ request, context: raw }: ProcessOptions): Promise<DataSourceResponse> {
      const context = raw as unknown as OperationContext;
      const query = request.query ?? '';
      const variables = request.variables as Record<string, unknown> | undefined;
      const representations = variables?.representations as { __typename?: string }[] | undefined;
      const unavailable = () => ({ errors: unavailableErrors(query, representations) }) as unknown as DataSourceResponse;
      const done = metrics.subgraphFetch(client.name);
      if (!breaker.mayCall()) {
        done('circuit-open');
        return unavailable();
      }
      try {
        const { caller } = context;
        const result = await client.execute({
          query,
          principal: caller.principal,
          issuer: 'gateway',
          requestId: caller.requestId,
          timeoutMs: fetchTimeout(context, representations !== undefined, timeoutMs),
          ...(request.operationName ? { operationName: request.operationName } : {}),
          ...(variables ? { variables } : {}),
          ...(caller.traceparent ? { traceparent: caller.traceparent } : {}),
          ...(client.name === SESSION_OWNER ? { headers: sessionHeaders(context) } : {}),
          // A mutation goes on when its client has gone: half of it may have happened already.
          ...(context.signal && !context.isMutation ? { signal: context.signal } : {}),
        });
        breaker.succeeded();
        done('ok');
        const cookies = result.extensions?.setCookies;
        if (client.name === SESSION_OWNER && Array.isArray(cookies)) context.cookies.push(...cookies.map(String));
        // Extensions stay here: they are between subgraph and gateway.
        return {
          ...(result.data === undefined ? {} : { data: result.data }),
          ...(result.errors ? { errors: result.errors } : {}),
        } as DataSourceResponse;
      } catch (error) {
        const reason = error instanceof SubgraphUnavailableError ? error.reason : 'down';
        // A client that left says nothing about the subgraph.
        if (!context.signal?.aborted) breaker.failed();
        done(reason);
        log.warn({ err: error, subgraph: client.name, reason, requestId: context.caller.requestId }, 'subgraph did not answer');
        return unavailable();
      }
    },
  };
}

function fetchTimeout({ deadlineAt, isMutation, isUpload }: OperationContext, isEntityFetch: boolean, timeoutMs: number): number {
  // The fetch that carries the mutation gets its full time even when an earlier one of the same operation was slow.
  if (isMutation && !isEntityFetch) return isUpload ? UPLOAD_TIMEOUT_MS : timeoutMs;
  const left = deadlineAt - Date.now();
  return Math.min(timeoutMs, Math.max(left, isMutation ? FOLLOW_UP_MS : 1));
}

function sessionHeaders({ caller }: OperationContext): Record<string, string> {
  return {
    'x-client-ip': caller.ip,
    ...(caller.userAgent ? { 'user-agent': caller.userAgent } : {}),
    ...(caller.refreshToken ? { 'x-refresh-token': caller.refreshToken } : {}),
    ...(caller.tokenTransport ? { 'x-token-transport': caller.tokenTransport } : {}),
  };
}
