import type { ExecutionResult } from 'graphql';

/** One fetch of a plan. */
export interface SubgraphFetch {
  subgraph: string;
  query: string;
  operationName?: string | undefined;
  variables: Record<string, unknown>;
  /** It asks for entities by their keys, as a step after another one. */
  isEntityFetch: boolean;
}

/**
 * Sends a fetch on behalf of the operation whose context it gets; undefined when no answer came.
 * Never rejects.
 */
export type CallSubgraph<C> = (
  fetch: SubgraphFetch,
  context: C,
) => Promise<ExecutionResult | undefined>;
