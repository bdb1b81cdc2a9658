import type { LadderTransform } from '@emporium/media-events/media-url';
import sharp from 'sharp';
import type { BlobStore } from '../blob/blob-store.js';
import { originalKey, variantKey } from '../blob/keys.js';

const CONTENT_TYPES = { avif: 'image/avif', webp: 'image/webp', jpeg: 'image/jpeg', png: 'image/png' } as const;
/** Pictures resized at the same time: sharp uses all cores for each. */
const MAX_AT_ONCE = 2;

/** Makes resized copies, each once. */
export interface Renderer {
  /** Renders and stores the copy; false when there is no original. */
  render(assetId: string, transform: LadderTransform): Promise<boolean>;
}

/** The Content-Type of a resized copy. */
export const contentTypeOf = (transform: LadderTransform): string => CONTENT_TYPES[transform.format];

/** A renderer that does not make the same copy twice at once and bounds the work going on. */
export function renderer(blobs: BlobStore): Renderer {
  const atWork = new Map<string, Promise<boolean>>();
  let running = 0;
  const waiting: (() => void)[] = [];
  const withSlot = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
  return {
    render: (assetId, transform) => {
      const key = variantKey(assetId, transform);
      let job = atWork.get(key);
      if (!job) {
        job = withSlot(() => resize(blobs, assetId, transform)).finally(() => atWork.delete(key));
        atWork.set(key, job);
      }
      return job;
    },
  };
}

async function resize(blobs: BlobStore, assetId: string, transform: LadderTransform): Promise<boolean> {
  const original = await blobs.read(originalKey(assetId));
  if (!original) return false;
  const { width, fit, format } = transform;
  // cover and contain make squares, inside keeps the shape; nothing is blown up beyond its own size.
  const size = fit === 'inside' ? { width } : { width, height: width };
  const image = sharp(original, { animated: format === 'webp' }).resize({ ...size, fit, withoutEnlargement: true, background: '#ffffff' });
  const bytes = await image.toFormat(format, format === 'png' ? {} : { quality: format === 'avif' ? 55 : 80 }).toBuffer();
  await blobs.put(variantKey(assetId, transform), bytes, contentTypeOf(transform));
  return true;
}
