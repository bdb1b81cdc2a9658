import type { ErrorCode } from '@emporium/graphql/error-codes';

export interface RequestErrorDetails {
  locations?: readonly { line: number; column: number }[];
  /** Milliseconds after which the caller may try again. */
  retryAfterMs?: number;
  /** Why, for metrics; a short fixed word. */
  reason?: string;
}

/**
 * The whole request is refused before anything was planned or executed; `message` is safe to show.
 */
export class RequestError extends Error {
  override name = 'RequestError';
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 408 | 413 | 415 | 429 | 503,
    readonly code: ErrorCode,
    message: string,
    readonly details: RequestErrorDetails = {},
  ) {
    super(message);
  }
}

/** The document would cost too much; no limit is named, so that nobody learns how close to go. */
export function tooComplex(reason: string): RequestError {
  return new RequestError(400, 'QUERY_TOO_COMPLEX', 'The operation asks for too much at once.', {
    reason,
  });
}
