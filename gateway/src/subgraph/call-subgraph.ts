import type { CallSubgraph, SubgraphFetch } from '@emporium/federation-executor/call-subgraph';
import { SubgraphUnavailableError, type SubgraphClient } from '@emporium/platform/subgraph-client';
import { traceWork } from '@emporium/telemetry/trace-work';
import type { Work } from '@emporium/telemetry/work';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { GatewayMetrics } from '../metrics.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { OperationContext } from './operation-context.js';

/** The subgraph that owns sessions: it alone gets the refresh token and may set cookies. */
const SESSION_OWNER = 'users';
/** Subgraphs that bound what one network may do. */
const TOLD_ADDRESS: ReadonlySet<string> = new Set([SESSION_OWNER, 'orders']);
/** Subgraphs that state prices in the currency of the request. */
const TOLD_CURRENCY: ReadonlySet<string> = new Set(['catalog', 'cart']);
/** What an entity fetch gets at least when a slow mutation has used up the time. */
const FOLLOW_UP_MS = 500;
const UPLOAD_TIMEOUT_MS = 120_000;

export interface CallSubgraphOptions {
  client: SubgraphClient;
  breaker: CircuitBreaker;
  timeoutMs: number;
  metrics: GatewayMetrics;
  log: Logger;
}

/** Calls a subgraph with the caller's identity, in the time that is left. */
export function createCallSubgraph({
  client,
  breaker,
  timeoutMs,
  metrics,
  log,
}: CallSubgraphOptions): CallSubgraph<OperationContext> {
  const send = async (
    { query, operationName, variables, isEntityFetch }: SubgraphFetch,
    context: OperationContext,
    work: Work,
  ): Promise<ExecutionResult | undefined> => {
    const done = metrics.subgraphFetch(client.name);
    if (!breaker.mayCall()) {
      done('circuit-open');
      work.fail('circuit-open');
      return undefined;
    }
    try {
      const { caller } = context;
      const headers = headersFor(client.name, caller);
      const traceparent = work.traceparent ?? caller.traceparent;
      const result = await client.execute({
        query,
        principal: caller.principal,
        issuer: 'gateway',
        requestId: caller.requestId,
        timeoutMs: fetchTimeout(context, isEntityFetch, timeoutMs),
        ...(operationName ? { operationName } : {}),
        variables,
        ...(traceparent ? { traceparent } : {}),
        ...(headers ? { headers } : {}),
        // A mutation goes on when its client has gone: half of it may have happened already.
        ...(context.signal && !context.isMutation ? { signal: context.signal } : {}),
      });
      breaker.succeeded();
      done('ok');
      const cookies = result.extensions?.setCookies;
      if (client.name === SESSION_OWNER && Array.isArray(cookies))
        context.cookies.push(...cookies.map(String));
      return result;
    } catch (error) {
      const reason = error instanceof SubgraphUnavailableError ? error.reason : 'down';
      // Neither a client that left nor one silent replica among others says anything about the next
      // call.
      const saysNothing =
        context.signal?.aborted ||
        (error instanceof SubgraphUnavailableError && error.othersAnswer);
      if (!saysNothing) breaker.failed();
      done(reason);
      work.fail(reason);
      log.warn(
        { err: error, subgraph: client.name, reason, requestId: context.caller.requestId },
        'subgraph did not answer',
      );
      return undefined;
    }
  };
  return (fetch, context) => {
    const attributes = {
      'emporium.callee': client.name,
      'emporium.fetch.entities': fetch.isEntityFetch,
    };
    return traceWork(`fetch ${client.name}`, { kind: 'client', attributes }, (work) =>
      send(fetch, context, work),
    );
  };
}

function fetchTimeout(
  { deadlineAt, isMutation, isUpload }: OperationContext,
  isEntityFetch: boolean,
  timeoutMs: number,
): number {
  // The fetch that carries the mutation gets its full time even when an earlier one of the same
  // operation was slow.
  if (isMutation && !isEntityFetch) return isUpload ? UPLOAD_TIMEOUT_MS : timeoutMs;
  const left = deadlineAt - Date.now();
  return Math.min(timeoutMs, Math.max(left, isMutation ? FOLLOW_UP_MS : 1));
}

/** What a subgraph is told of the request besides the identity. */
function headersFor(
  subgraph: string,
  caller: OperationContext['caller'],
): Record<string, string> | undefined {
  const { currency } = caller;
  if (currency && TOLD_CURRENCY.has(subgraph)) return { 'x-currency': currency };
  if (!TOLD_ADDRESS.has(subgraph)) return undefined;
  return {
    'x-client-ip': caller.ip,
    ...(subgraph === SESSION_OWNER && caller.userAgent ? { 'user-agent': caller.userAgent } : {}),
    ...(subgraph === SESSION_OWNER && caller.refreshToken
      ? { 'x-refresh-token': caller.refreshToken }
      : {}),
    ...(subgraph === SESSION_OWNER && caller.deviceToken
      ? { 'x-device-token': caller.deviceToken }
      : {}),
    ...(subgraph === SESSION_OWNER && caller.tokenTransport
      ? { 'x-token-transport': caller.tokenTransport }
      : {}),
  };
}
