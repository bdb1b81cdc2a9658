import type { LadderTransform } from '@emporium/media-events/media-url';
import { networkOf } from '@emporium/platform/http/network-of';
import { fairQueue } from '@emporium/resilience/fair-queue';
import sharp from 'sharp';
import type { BlobStore } from '../blob/blob-store.js';
import { originalKey, variantKey } from '../blob/keys.js';
import { RendersUsedUpError, type RenderShare } from './render-share.js';

const CONTENT_TYPES = {
  avif: 'image/avif',
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  png: 'image/png',
} as const;
/** Pictures resized at the same time: sharp uses all cores for each. */
const MAX_AT_ONCE = 2;

/** Copies that may wait for one network, and for all. */
const MAX_WAITING_OF_NETWORK = 100;
const MAX_WAITING = 1_000;
const RETRY_AFTER_MS = 5_000;

/** Makes resized copies, each once. */
export interface Renderer {
  /**
   * Renders and stores the copy for the client's address; false when there is no original. Rejects
   * with RendersUsedUpError.
   */
  render(assetId: string, transform: LadderTransform, ip: string | undefined): Promise<boolean>;
}

/** The Content-Type of a resized copy. */
export const contentTypeOf = (transform: LadderTransform): string =>
  CONTENT_TYPES[transform.format];

/**
 * A renderer that does not make the same copy twice at once and bounds the work going on; networks
 * take turns, and have a share each.
 */
export function renderer(blobs: BlobStore, share: RenderShare): Renderer {
  const atWork = new Map<string, Promise<boolean>>();
  const queue = fairQueue({
    slots: MAX_AT_ONCE,
    waitingPerCaller: MAX_WAITING_OF_NETWORK,
    waiting: MAX_WAITING,
    refuse: () => new RendersUsedUpError(RETRY_AFTER_MS),
  });
  const renderFor = async (ip: string | undefined, assetId: string, transform: LadderTransform) => {
    await share.take(ip);
    return queue.run(networkOf(ip ?? ''), () => resize(blobs, assetId, transform));
  };
  return {
    render: (assetId, transform, ip) => {
      const key = variantKey(assetId, transform);
      let job = atWork.get(key);
      if (!job) {
        job = renderFor(ip, assetId, transform).finally(() => atWork.delete(key));
        atWork.set(key, job);
      }
      return job;
    },
  };
}

async function resize(
  blobs: BlobStore,
  assetId: string,
  transform: LadderTransform,
): Promise<boolean> {
  const original = await blobs.read(originalKey(assetId));
  if (!original) return false;
  const { width, fit, format } = transform;
  // cover and contain make squares, inside keeps the shape; nothing is blown up beyond its own
  // size.
  const size = fit === 'inside' ? { width } : { width, height: width };
  const image = sharp(original, { animated: format === 'webp' }).resize({
    ...size,
    fit,
    withoutEnlargement: true,
    background: '#ffffff',
  });
  const bytes = await image
    .toFormat(format, format === 'png' ? {} : { quality: format === 'avif' ? 55 : 80 })
    .toBuffer();
  await blobs.put(variantKey(assetId, transform), bytes, contentTypeOf(transform));
  return true;
}
