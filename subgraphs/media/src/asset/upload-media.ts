import { createHash } from 'node:crypto';
import { newId } from '@emporium/db/new-id';
import { inTransaction } from '@emporium/platform/in-transaction';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';
import type { Ctx } from '../context.js';
import { originalKey } from '../blob/keys.js';
import { MediaUploaded } from '@emporium/media-events';
import { cleanImage, type CleanImage } from '../image/clean-image.js';
import { readLimited } from '../image/read-limited.js';
import { MediaAsset } from './media-asset.entity.js';
import { altRule } from './media.inputs.js';
import { tooLarge, typeNotAllowed } from './media.errors.js';

/** What a use case on an asset returns. */
export interface MediaAnswer {
  asset?: MediaAsset | null;
}

/** What is stored, for whom. */
export interface Upload {
  file: Promise<FileUpload>;
  alt?: string | null;
  /** Whose own picture it is; null for the shop's images. */
  ownerId: string | null;
  /** Longest side in pixels; a larger picture is made smaller, and a moving one stands still. */
  maxSide?: number;
  /** Asked before something new is stored; throws a Rejection to refuse it. */
  admit?: () => Promise<void>;
}

/** Stores an image of the shop. The same bytes again give the asset that exists. */
export async function uploadMedia(
  ctx: Ctx,
  input: { file: Promise<FileUpload>; alt?: string | null },
): Promise<MediaAnswer> {
  const { alt = null } = checked(altRule, { alt: input.alt });
  return storeUpload(ctx, { file: input.file, alt, ownerId: null });
}

/**
 * Stores an image: checked by content, cleaned of metadata. The same bytes of the same owner again
 * give the asset that exists.
 */
export async function storeUpload(ctx: Ctx, upload: Upload): Promise<MediaAnswer> {
  const { maxBytes } = ctx.services;
  const bytes = await readLimited((await upload.file).createReadStream(), maxBytes);
  if (!bytes) throw new Rejection(tooLarge(maxBytes));
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  const { ownerId } = upload;
  const known = await ctx.em.findOne(MediaAsset, { contentHash, ownerId });
  if (known) return { asset: known };
  await upload.admit?.();
  const image = await cleanImage(bytes, upload.maxSide);
  if (!image) throw new Rejection(typeNotAllowed());
  return { asset: await store(ctx, { ...upload, contentHash }, image) };
}

async function store(
  ctx: Ctx,
  { contentHash, ownerId, alt = null }: Pick<Upload, 'alt' | 'ownerId'> & { contentHash: string },
  image: CleanImage,
): Promise<MediaAsset> {
  const id = newId('med');
  // The file first: a crash before the row leaves a file that the sweeper removes, never a row
  // without a file.
  await ctx.services.blobs.put(originalKey(id), image.bytes, image.mimeType);
  const { mimeType, width, height, placeholder } = image;
  const data = { id, contentHash, mimeType, bytes: image.bytes.length, width, height, version: 1 };
  try {
    return await inTransaction(ctx, async (em) => {
      const asset = em.create(MediaAsset, {
        ...{ ...data, placeholder, alt, ownerId },
        createdAt: ctx.now(),
      });
      ctx.emit(MediaUploaded, { key: id, version: 1, data });
      await em.flush();
      return asset;
    });
  } catch (error) {
    await ctx.services.blobs.delete(originalKey(id));
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    // Somebody stored the same bytes in the same moment.
    return ctx.em.fork().findOneOrFail(MediaAsset, { contentHash, ownerId });
  }
}
