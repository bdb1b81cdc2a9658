import { asEntity } from '@emporium/db/as-entity';
import { asPayload } from '@emporium/graphql/as-payload';
import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import { mediaUrl, type MediaFit, type MediaFormat } from '@emporium/media-events/media-url';
import { UrlScalar } from '@emporium/graphql/scalars';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { uploadAvatar } from '../avatar/upload-avatar.js';
import { usageOf } from '../usage/usage-of.js';
import { deleteMedia } from './delete-media.js';
import { MediaAsset } from './media-asset.entity.js';
import {
  AvatarUploadArgs,
  ImageTransform,
  MediaAssetUpdateArgs,
  MediaDeleteArgs,
  MediaUploadArgs,
} from './media.inputs.js';
import { updateMedia } from './update-media.js';
import { uploadMedia } from './upload-media.js';
import { AvatarUploadPayload, MediaPayload } from './media.payload.js';

/** Loads assets of a request together. */
async function loadAssets(ctx: Ctx, ids: readonly string[]): Promise<(MediaAsset | null)[]> {
  const rows = await query(ctx)
    .selectFrom('MediaAsset')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  return inKeyOrder(
    ids,
    rows.map((row) => asEntity(MediaAsset, row)),
    (asset) => asset.id,
  );
}

/** Answers references of other subgraphs to assets. */
export function resolveMediaAssets(
  ctx: Ctx,
  references: readonly { id?: string }[],
): Promise<(MediaAsset | null)[]> {
  return loadAssets(
    ctx,
    references.map((reference) => reference.id ?? ''),
  );
}

@Resolver(() => MediaAsset)
export class MediaResolver {
  @Query(() => MediaAsset, {
    nullable: true,
    description: 'An image by id; null when there is none.',
  })
  mediaAsset(
    @Arg('id', () => ID, { description: 'Asset id.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<MediaAsset | null> {
    return batchByKey(ctx, loadAssets).load(id);
  }

  @FieldResolver(() => UrlScalar, {
    description: 'Immutable address of the image, cacheable for a year.',
  })
  url(
    @Root() asset: MediaAsset,
    @Arg('transform', () => ImageTransform, {
      nullable: true,
      description: 'How the image is wanted; 640 pixels wide WebP when left out.',
    })
    transform: ImageTransform | null,
    @Context() ctx: Ctx,
  ): string {
    const fit = transform?.fit?.toLowerCase() as MediaFit | undefined;
    const format = transform?.format?.toLowerCase() as MediaFormat | undefined;
    return mediaUrl(ctx.config.publicUrl, asset.id, {
      width: transform?.width ?? transform?.height,
      fit,
      format,
    });
  }

  @Directive('@requiresScopes(scopes: [["read:media"]])')
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Places that use the image, as events told.',
  })
  async usageCount(@Root() asset: MediaAsset, @Context() ctx: Ctx): Promise<number | null> {
    return batchByKey(ctx, usageOf).load(asset.id);
  }

  @Directive('@requiresScopes(scopes: [["create:media"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => MediaPayload, {
    nullable: true,
    description:
      'Uploads an image (multipart request). The same bytes again give the asset that exists.',
  })
  mediaUpload(
    @Args(() => MediaUploadArgs) args: MediaUploadArgs,
    @Context() ctx: Ctx,
  ): Promise<MediaPayload> {
    return asPayload(ctx, () => uploadMedia(ctx, args));
  }

  @Directive('@authenticated')
  @Mutation(() => AvatarUploadPayload, {
    nullable: true,
    description:
      'Uploads a picture of your own (multipart request), at most 640 pixels wide and high when kept. Show it by naming it as avatarId in userProfileUpdate within a day; it goes with your account, or when another has taken its place.',
  })
  avatarUpload(
    @Args(() => AvatarUploadArgs) args: AvatarUploadArgs,
    @Context() ctx: Ctx,
  ): Promise<AvatarUploadPayload> {
    return asPayload(ctx, () => uploadAvatar(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:media"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => MediaPayload, {
    nullable: true,
    description: 'Changes the alternative text of an image.',
  })
  mediaAssetUpdate(
    @Args(() => MediaAssetUpdateArgs) args: MediaAssetUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<MediaPayload> {
    return asPayload(ctx, () => updateMedia(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["delete:media"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => MediaPayload, {
    nullable: true,
    description: 'Removes an image that nothing uses.',
  })
  mediaDelete(
    @Args(() => MediaDeleteArgs) args: MediaDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<MediaPayload> {
    return asPayload(ctx, async () => {
      await deleteMedia(ctx, args.id);
      return {};
    });
  }
}
