import type { z } from 'zod';
import { Rejection } from './rejection.js';
import { invalidInput } from './user-errors.js';

/**
 * The input as the schema makes it. Throws a Rejection with one InvalidInputError per problem, each
 * with the path of its value below `basePath`.
 */
export function checked<T>(
  schema: z.ZodType<T>,
  input: unknown,
  basePath: readonly string[] = [],
): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Rejection(
    ...result.error.issues.map((issue) =>
      invalidInput(issue.message, [...basePath, ...issue.path.map(String)]),
    ),
  );
}
