import type { LadderTransform } from '@emporium/media-events/media-url';

/** Key of the kept copy of an asset. */
export const originalKey = (assetId: string): string => `original/${assetId}`;
/** Key prefix of all resized copies of an asset. */
export const variantPrefix = (assetId: string): string => `resized/${assetId}/`;
/** Key of one resized copy. */
export const variantKey = (assetId: string, { width, fit, format }: LadderTransform): string =>
  `${variantPrefix(assetId)}${width}-${fit}.${format}`;
/** The asset a key belongs to. */
export const assetOfKey = (key: string): string => key.split('/')[1] ?? '';
