import { GraphQLError } from 'graphql';
import { type ErrorCode, RETRYABLE } from './error-codes.js';

function failure(
  code: ErrorCode,
  message: string,
  extensions: Record<string, unknown> = {},
): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code, retryable: RETRYABLE.has(code), ...extensions },
  });
}

/** The caller must log in first. */
export const unauthenticated = (message = 'Log in first.') => failure('UNAUTHENTICATED', message);
/** The caller is known but may not do this. */
export const forbidden = (message = 'You may not do this.') => failure('FORBIDDEN', message);
/** A value that its type cannot hold, or an argument combination that cannot be answered. */
export const badUserInput = (message: string) => failure('BAD_USER_INPUT', message);
/** The same idempotency key later gives the final answer. */
export const operationInProgress = () =>
  failure(
    'OPERATION_IN_PROGRESS',
    'This operation is still being worked on. Repeat it with the same idempotencyKey.',
  );
/** A part needed for this field does not answer. */
export const subgraphUnavailable = (
  message = 'A part of the shop does not answer. Try again later.',
) => failure('SUBGRAPH_UNAVAILABLE', message);
/** Too many attempts. */
export const rateLimited = (retryAfterMs: number) =>
  failure('RATE_LIMITED', 'Too many requests. Try again later.', { retryAfterMs });
