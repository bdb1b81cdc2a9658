import { z } from 'zod';

/** The idempotencyKey of any mutation: 1 to 200 characters of one line, taken as they are. */
export const idempotencyKey = z
  .string()
  .min(1, 'Give a key.')
  .max(200, 'A key has at most 200 characters.')
  .refine((key) => !/[\p{Cc}\p{Cs}]/u.test(key), 'A key has no control characters.');
