import type { SubgraphName } from './define-subgraph.js';

/** A service-to-service call of a field marked `@inaccessible` in the callee's schema. */
export interface InternalCallRequest {
  to: SubgraphName;
  query: string;
  variables?: Record<string, unknown>;
  /** Milliseconds before SubgraphUnavailableError. */
  timeoutMs: number;
}

/**
 * Sends the call with this subgraph's service identity, which carries the acting principal as `onBehalf`. Returns `data`.
 * Throws SubgraphUnavailableError when there is no answer, and Error with the messages when the callee reports GraphQL errors.
 */
export type InternalCall = <T>(request: InternalCallRequest) => Promise<T>;
