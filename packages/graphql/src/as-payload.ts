import { forgetLoaded, type RequestMemo } from './batch-by-key.js';
import { Rejection } from './rejection.js';
import type { UserError } from './user-errors.js';

/**
 * What a use case returns for a payload; `userErrors` only beside something that was done, e.g. a
 * payment that was declined.
 */
export type Answer<P extends { userErrors: UserError[] }> = Omit<P, 'userErrors'> & {
  userErrors?: UserError[];
};

/**
 * Turns an error of another kind, e.g. one of the database, into an expected failure; undefined for
 * what is none.
 */
export type Expected = (error: unknown) => UserError | undefined;

/**
 * Answers a mutation: with what the change returns and no errors, or with the userErrors of its
 * Rejection and nothing else. Other errors pass through.
 */
export async function asPayload<T extends { userErrors?: UserError[] } | object>(
  ctx: RequestMemo,
  change: () => Promise<T>,
  expected?: Expected,
): Promise<Partial<T> & { userErrors: UserError[] }> {
  try {
    return { userErrors: [], ...(await change()) };
  } catch (error) {
    return { userErrors: userErrorsOf(error, expected) } as Partial<T> & {
      userErrors: UserError[];
    };
  } finally {
    // Loaders must not answer the next mutation of the same operation, or this payload, with what
    // was before.
    forgetLoaded(ctx);
  }
}

/** The userErrors behind an error. Rethrows what is no expected failure. */
export function userErrorsOf(error: unknown, expected?: Expected): UserError[] {
  if (error instanceof Rejection) return [...error.errors];
  const known = expected?.(error);
  if (known) return [known];
  throw error;
}
