/**
 * Widths in pixels that images are served in: a fixed ladder bounds the cache and makes resize
 * attacks pointless.
 */
export const MEDIA_WIDTHS = [80, 160, 320, 640, 960, 1280, 1920] as const;
export const MEDIA_FITS = ['cover', 'contain', 'inside'] as const;
export const MEDIA_FORMATS = ['avif', 'webp', 'jpeg', 'png'] as const;

export type MediaWidth = (typeof MEDIA_WIDTHS)[number];
export type MediaFit = (typeof MEDIA_FITS)[number];
export type MediaFormat = (typeof MEDIA_FORMATS)[number];

/** How an image is wanted; `width` in pixels. */
export interface MediaTransform {
  width?: number | null;
  fit?: MediaFit | null;
  format?: MediaFormat | null;
}

/** A transform with ladder values only, as it stands in a media URL. */
export interface LadderTransform {
  width: MediaWidth;
  fit: MediaFit;
  format: MediaFormat;
}

const DEFAULT_WIDTH: MediaWidth = 640;

/**
 * The smallest ladder width in pixels that is at least `width`, else the largest one; so a client
 * never blows an image up.
 */
export function snapWidth(width: number): MediaWidth {
  return MEDIA_WIDTHS.find((step) => step >= width) ?? MEDIA_WIDTHS[MEDIA_WIDTHS.length - 1]!;
}

/**
 * The public URL of an image: `<publicUrl>/media/<assetId>/<width>-<fit>.<format>`, unsigned and
 * immutable.
 */
export function mediaUrl(
  publicUrl: string,
  assetId: string,
  transform: MediaTransform = {},
): string {
  const width = snapWidth(transform.width ?? DEFAULT_WIDTH);
  const base = publicUrl.endsWith('/') ? publicUrl.slice(0, -1) : publicUrl;
  return `${base}/media/${encodeURIComponent(assetId)}/${width}-${transform.fit ?? 'inside'}.${transform.format ?? 'webp'}`;
}

/**
 * Reads `<width>-<fit>.<format>` of a media URL; undefined for anything that `mediaUrl` cannot have
 * made.
 */
export function parseMediaFile(file: string): LadderTransform | undefined {
  const match = /^(\d{2,4})-([a-z]{5,7})\.([a-z]{3,4})$/.exec(file);
  const width = MEDIA_WIDTHS.find((step) => String(step) === match?.[1]);
  const fit = MEDIA_FITS.find((name) => name === match?.[2]);
  const format = MEDIA_FORMATS.find((name) => name === match?.[3]);
  return width && fit && format ? { width, fit, format } : undefined;
}
