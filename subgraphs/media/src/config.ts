import { z } from 'zod';

/** Settings that only media reads. */
export const mediaConfig = {
  MEDIA_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(100_000_000)
    .default(20_000_000)
    .describe('Largest image that may be uploaded, in bytes.'),
};
