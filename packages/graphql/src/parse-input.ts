import type { z } from 'zod';
import { invalidInput, type InvalidInputError } from './user-errors.js';

/** Checks a mutation's input with zod: the parsed value, or one InvalidInputError per problem with the path of the value. */
export function parseInput<T>(
  schema: z.ZodType<T>,
  input: unknown,
  basePath: readonly string[] = [],
): { value: T; errors?: never } | { value?: never; errors: InvalidInputError[] } {
  const result = schema.safeParse(input);
  if (result.success) return { value: result.data };
  return { errors: result.error.issues.map((issue) => invalidInput(issue.message, [...basePath, ...issue.path.map(String)])) };
}
