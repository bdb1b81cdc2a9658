import type { ErrorCode } from '@emporium/graphql/error-codes';

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
    readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 408 | 413 | 415 | 429 | 503,
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
