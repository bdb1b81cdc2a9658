import type { Principal } from '@emporium/auth/principal';
import type { ExecutionResult } from 'graphql';

/** One GraphQL operation sent to a subgraph by the gateway or by another subgraph. */
export interface SubgraphRequest {
  query: string;
  operationName?: string;
  variables?: Record<string, unknown>;
  /** Who asks, as the caller established it. */
  principal: Principal;
  /** Who calls: `gateway` or a subgraph's name. */
  issuer: string;
  requestId: string;
  traceparent?: string;
  /** Values that only some subgraphs get, e.g. the refresh cookie for users (lower-case names). */
  headers?: Record<string, string>;
  /** Aborts the call. */
  signal?: AbortSignal;
  /** Gives up after this many milliseconds with SubgraphUnavailableError. */
  timeoutMs?: number;
}

/**
 * How a subgraph is reached: directly in this process or over HTTP. Both run the same schema,
 * context and checks.
 */
export interface SubgraphClient {
  readonly name: string;
  /**
   * Executes the operation. GraphQL errors are in the result; rejects with SubgraphUnavailableError
   * when no GraphQL answer came in time (down, slow, garbage, too large).
   */
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /** Own health of the subgraph as its ops port tells it; never rejects. */
  health(): Promise<{ status: 'ok' | 'degraded' | 'down' }>;
}

/**
 * No GraphQL answer from the subgraph: down, too slow, too large or not GraphQL. Never carries
 * host, port or body.
 */
export class SubgraphUnavailableError extends Error {
  override name = 'SubgraphUnavailableError';
  readonly retryable = true;
  /**
   * The replica that was asked is silent and gets no more calls while another one answers: it says
   * nothing about the next call.
   */
  readonly othersAnswer: boolean;
  constructor(
    readonly subgraph: string,
    readonly reason: 'down' | 'timeout' | 'garbage' | 'too-large' | 'refused',
    { othersAnswer = false, ...options }: ErrorOptions & { othersAnswer?: boolean } = {},
  ) {
    super(`subgraph ${subgraph} is unavailable (${reason})`, options);
    this.othersAnswer = othersAnswer;
  }
}
