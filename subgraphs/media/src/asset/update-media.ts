import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import type { MediaServices } from '../services.js';
import { MediaAsset } from './media-asset.entity.js';
import type { MediaAnswer } from './upload-media.js';

/** Changes the text of an asset. */
export async function updateMedia(ctx: Ctx<MediaServices>, { id, alt }: { id: string; alt?: string | null }): Promise<MediaAnswer> {
  if ((alt?.length ?? 0) > 500) throw new Rejection(invalidInput('alt has more than 500 characters.', ['alt']));
  const asset = await ctx.em.findOne(MediaAsset, { id });
  if (!asset) throw new Rejection(notFound('There is no such image.', ['id']));
  asset.alt = alt ?? null;
  await ctx.em.flush();
  return { asset };
}
