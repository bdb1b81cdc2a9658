import { servicePrincipal, type Principal } from '@emporium/auth/principal';
import { traceWork } from '@emporium/telemetry/trace-work';
import { SubgraphUnavailableError, type SubgraphClient } from './subgraph-client.js';

/** A service-to-service call of a field marked `@inaccessible` in the callee's schema. */
export interface InternalCallRequest {
  to: string;
  query: string;
  variables?: Record<string, unknown>;
  /** Milliseconds before SubgraphUnavailableError. */
  timeoutMs: number;
}

/**
 * Sends the call with this subgraph's service identity, which carries the acting principal as
 * `onBehalf`. Returns `data`. Throws SubgraphUnavailableError when there is no answer or the callee
 * cannot answer now, and Error with the messages when the callee reports GraphQL errors.
 */
export type InternalCall = <T>(request: InternalCallRequest) => Promise<T>;

/** Binds the call to a caller: its identity says which subgraph calls and for whom. */
export function internalCall(caller: {
  from: string;
  clients: Pick<ReadonlyMap<string, SubgraphClient>, 'get'>;
  principal: Principal;
  requestId: string;
  traceparent?: string | undefined;
}): InternalCall {
  const onBehalf =
    caller.principal.kind === 'service' ? caller.principal.onBehalf : caller.principal;
  return async <T>(request: InternalCallRequest): Promise<T> => {
    const client = caller.clients.get(request.to);
    if (!client) throw new SubgraphUnavailableError(request.to, 'down');
    const attributes = { 'emporium.subgraph': caller.from, 'emporium.callee': request.to };
    const result = await traceWork(`call ${request.to}`, { kind: 'client', attributes }, (work) => {
      const traceparent = work.traceparent ?? caller.traceparent;
      return client.execute({
        query: request.query,
        ...(request.variables ? { variables: request.variables } : {}),
        principal: servicePrincipal(caller.from, onBehalf),
        issuer: caller.from,
        requestId: caller.requestId,
        ...(traceparent ? { traceparent } : {}),
        timeoutMs: request.timeoutMs,
      });
    });
    if (result.errors?.length) {
      // Another answer may come later; as a refusal it would bury the event that asks.
      if (result.errors.every(({ extensions }) => extensions?.['retryable'] === true))
        throw new SubgraphUnavailableError(request.to, 'down');
      throw new Error(
        `${request.to} refused an internal call: ${result.errors.map((error) => error.message).join('; ')}`,
      );
    }
    return result.data as T;
  };
}
