/** Codes of `errors[].extensions.code` (docs/contract.md, Errors). */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'QUERY_TOO_COMPLEX'
  | 'PAYLOAD_TOO_LARGE'
  | 'RATE_LIMITED'
  | 'OPERATION_IN_PROGRESS'
  | 'SUBGRAPH_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

/** Codes of failures that may be gone when the client asks again. */
export const RETRYABLE: ReadonlySet<string> = new Set(['RATE_LIMITED', 'OPERATION_IN_PROGRESS', 'SUBGRAPH_UNAVAILABLE']);

export interface RefusalDetails {
  locations?: readonly { line: number; column: number }[];
  /** Milliseconds after which the caller may try again. */
  retryAfterMs?: number;
  /** Why, for metrics; a short fixed word. */
  reason?: string;
}

/** The whole request is refused before anything was planned or executed; `message` is safe to show. */
export class Refusal extends Error {
  override name = 'Refusal';
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 413 | 415 | 429 | 503,
    readonly code: ErrorCode,
    message: string,
    readonly details: RefusalDetails = {},
  ) {
    super(message);
  }
}

/** The document would cost too much; no limit is named, so that nobody learns how close to go. */
export function tooComplex(reason: string): Refusal {
  return new Refusal(400, 'QUERY_TOO_COMPLEX', 'The operation asks for too much at once.', { reason });
}
