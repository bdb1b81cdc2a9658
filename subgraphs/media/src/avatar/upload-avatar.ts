import { userId } from '@emporium/auth/principal';
import { Rejection } from '@emporium/graphql/rejection';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';
import type { MediaAnswer } from '../asset/upload-media.js';
import { storeUpload } from '../asset/upload-media.js';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { tooManyUploads } from '../asset/media.errors.js';

/** An avatar is never shown larger; sides in pixels. */
const MAX_SIDE = 640;
/** Own pictures that one user may upload within a day: what is not used is taken away after it. */
export const MAX_PER_DAY = 20;
const DAY_MS = 24 * 3_600_000;

/**
 * Stores a picture of the caller's own, smaller than the shop's images and standing still. The same
 * bytes again give the asset that exists. It is shown once userProfileUpdate names it, and taken
 * away with the account, or when no profile names it after a day.
 */
export async function uploadAvatar(
  ctx: Ctx,
  input: { file: Promise<FileUpload> },
): Promise<MediaAnswer> {
  const ownerId = userId(ctx.principal);
  if (!ownerId) throw new Error('avatars are uploaded by users');
  return storeUpload(ctx, {
    ...input,
    ownerId,
    maxSide: MAX_SIDE,
    // Only what would be new counts, so that a repeated call has the same answer.
    admit: async () => {
      const { count } = await query(ctx)
        .selectFrom('MediaAsset')
        .where('ownerId', '=', ownerId)
        .where('createdAt', '>', new Date(ctx.now().getTime() - DAY_MS))
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      if (Number(count) >= MAX_PER_DAY) throw new Rejection(tooManyUploads(MAX_PER_DAY));
    },
  });
}
