import { parseInput } from '@emporium/graphql/parse-input';
import type { z } from 'zod';
import { Refusal } from './refusal.js';

/** The input as the schema makes it. Throws a Refusal with one InvalidInputError per problem. */
export function checked<T>(schema: z.ZodType<T>, input: unknown, path: readonly string[] = []): T {
  const parsed = parseInput(schema, input, path);
  if (parsed.errors) throw new Refusal(...parsed.errors);
  return parsed.value;
}
