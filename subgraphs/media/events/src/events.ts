import { defineEvent } from '@emporium/bus/define-event';
import { z } from 'zod';

/** A file was stored. Message key = asset id. */
export const MediaUploaded = defineEvent(
  'MEDIA_UPLOADED',
  'media_events',
  z.object({
    id: z.string().describe('Asset id.'),
    contentHash: z.string().describe('sha-256 of the uploaded bytes, hex.'),
    mimeType: z.string(),
    bytes: z.number().int().describe('Size of the stored copy in bytes.'),
    width: z.number().int().describe('Pixels.'),
    height: z.number().int().describe('Pixels.'),
    version: z.number().int().positive(),
  }),
  { description: 'An image was uploaded and stored.' },
);

/** A file was removed; its URLs answer 404 from now on. Message key = asset id. */
export const MediaDeleted = defineEvent(
  'MEDIA_DELETED',
  'media_events',
  z.object({ id: z.string(), version: z.number().int().positive() }),
  {
    description: 'An image was removed.',
  },
);
