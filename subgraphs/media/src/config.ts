import { adapterUrl } from '@emporium/platform/config/fields';
import { z } from 'zod';

/** Settings that only media reads. */
export const mediaConfig = {
  BLOB_URL: adapterUrl(
    ['file:', 's3://'],
    'Media files: file:DIR (file: alone is DATA_DIR/media) or s3://bucket?endpoint=….',
  ).default('file:'),
  S3_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe(
      'Access key of BLOB_URL=s3://…; without one the credentials of the machine are used.',
    ),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('Its secret.'),
  S3_REGION: z
    .string()
    .min(1)
    .default('us-east-1')
    .describe('Region of the bucket; a missing bucket is created there.'),
  MEDIA_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(100_000_000)
    .default(20_000_000)
    .describe('Largest image that may be uploaded, in bytes.'),
  MEDIA_RENDERS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(300)
    .describe(
      'Resized copies of images that are made per minute for one address or IPv6 /64 network, and eight times as many for a /48; copies that exist are not counted.',
    ),
};
