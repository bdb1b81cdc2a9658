import { fileTypeFromBuffer } from 'file-type';
import sharp, { type Sharp } from 'sharp';

/**
 * Types that are taken; decided by the bytes, never by name or header. SVG can carry scripts and is
 * refused.
 */
export const ALLOWED_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
] as const;
/** Pixels an image may have over all frames: bounds the memory a small file can unpack to. */
const MAX_PIXELS = 50_000_000;
const PLACEHOLDER_PIXELS = 16;

/** An image as it is kept: upright, without EXIF, GPS or other metadata. */
export interface CleanImage {
  bytes: Buffer;
  mimeType: string;
  width: number;
  height: number;
  /** A blurred tiny copy as data URL, to show while the image loads. */
  placeholder: string;
}

/**
 * Makes the copy that is kept. With `maxSide` (pixels) it is made no larger than that and stands
 * still. Returns undefined when the bytes are no image of an allowed type that can be decoded.
 */
export async function cleanImage(input: Buffer, maxSide?: number): Promise<CleanImage | undefined> {
  const type = await fileTypeFromBuffer(input);
  const mimeType = ALLOWED_TYPES.find((allowed) => allowed === type?.mime);
  if (!mimeType) return undefined;
  try {
    // rotate() applies the EXIF orientation before sharp drops the metadata.
    const animated = maxSide === undefined;
    const upright = sharp(input, { limitInputPixels: MAX_PIXELS, animated }).rotate();
    const kept = maxSide
      ? upright.resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
      : upright;
    const { data, info } = await encode(kept, mimeType).toBuffer({ resolveWithObject: true });
    const height = info.pageHeight ?? info.height;
    const tiny = await sharp(input, { limitInputPixels: MAX_PIXELS })
      .rotate()
      .resize(PLACEHOLDER_PIXELS, PLACEHOLDER_PIXELS, { fit: 'inside' })
      .webp({ quality: 40 })
      .toBuffer();
    return {
      bytes: data,
      mimeType,
      width: info.width,
      height,
      placeholder: `data:image/webp;base64,${tiny.toString('base64')}`,
    };
  } catch {
    // Damaged or larger than the pixel limit: for the uploader both mean "not an image we take".
    return undefined;
  }
}

function encode(image: Sharp, mimeType: (typeof ALLOWED_TYPES)[number]): Sharp {
  switch (mimeType) {
    case 'image/jpeg':
      return image.jpeg({ quality: 90 });
    case 'image/png':
      return image.png();
    case 'image/webp':
      return image.webp({ quality: 90 });
    case 'image/avif':
      return image.avif({ quality: 70 });
    case 'image/gif':
      return image.gif();
  }
}
