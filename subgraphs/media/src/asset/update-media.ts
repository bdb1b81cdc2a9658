import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '../context.js';
import { altRule } from './media.inputs.js';
import { MediaAsset } from './media-asset.entity.js';
import type { MediaAnswer } from './upload-media.js';

/** Changes the text of an asset. */
export async function updateMedia(
  ctx: Ctx,
  args: { id: string; alt?: string | null },
): Promise<MediaAnswer> {
  const { alt = null } = checked(altRule, { alt: args.alt });
  const { id } = args;
  const asset = await ctx.em.findOne(MediaAsset, { id });
  if (!asset) throw new Rejection(notFound('There is no such image.', ['id']));
  asset.alt = alt;
  await ctx.em.flush();
  return { asset };
}
