import type { ExecutionResult } from 'graphql';
import type { RunningSubgraph } from './running-subgraph.js';
import {
  SubgraphUnavailableError,
  type SubgraphClient,
  type SubgraphRequest,
} from './subgraph-client.js';

/**
 * Calls a subgraph that runs in this process: the same schema, context and checks as over HTTP,
 * without serialising.
 */
export function directClient(
  subgraph: Pick<RunningSubgraph, 'name' | 'execute' | 'health'>,
): SubgraphClient {
  return {
    name: subgraph.name,
    execute: (request) => withinTime(subgraph.name, request, subgraph.execute(request)),
    health: async () => ({ status: (await subgraph.health()).status }),
  };
}

function withinTime(
  name: string,
  request: SubgraphRequest,
  answer: Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  if (request.timeoutMs === undefined && !request.signal) return answer;
  return new Promise((resolve, reject) => {
    const giveUp = (reason: 'timeout' | 'down') =>
      reject(new SubgraphUnavailableError(name, reason));
    const timer =
      request.timeoutMs === undefined
        ? undefined
        : setTimeout(() => giveUp('timeout'), request.timeoutMs);
    const onAbort = () => giveUp('down');
    request.signal?.addEventListener('abort', onAbort, { once: true });
    answer
      .then(resolve, (cause: unknown) =>
        reject(new SubgraphUnavailableError(name, 'down', { cause })),
      )
      .finally(() => {
        clearTimeout(timer);
        request.signal?.removeEventListener('abort', onAbort);
      });
  });
}
