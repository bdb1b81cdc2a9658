/**
 * The body of every answer that refuses, also where no GraphQL was asked: what clients read errors
 * from. `code` as in GraphQL errors.
 */
export function errorBody(
  code: string,
  message: string,
  requestId: string | undefined,
  retryable = false,
) {
  return {
    errors: [
      {
        message,
        extensions: { code, ...(requestId === undefined ? {} : { requestId }), retryable },
      },
    ],
  };
}
