import type { Ctx } from '@emporium/platform/context';
import {
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  Mutation,
  Resolver,
  Root,
} from 'type-graphql';
import { productAnswer, ProductPayload } from '../product/product.payload.js';
import { asPayload } from '../taken/as-payload.js';
import { addImage, removeImage, updateImage } from './change-images.js';
import {
  ProductImageAddArgs,
  ProductImageRemoveArgs,
  ProductImageUpdateArgs,
} from './image.inputs.js';
import { MediaAssetStub, ProductImage } from './product-image.entity.js';

@Resolver(() => ProductImage)
export class ImageResolver {
  @FieldResolver(() => MediaAssetStub, {
    nullable: true,
    description: 'The asset behind the image.',
  })
  asset(@Root() image: ProductImage): MediaAssetStub {
    return { id: image.assetId };
  }

  @Directive('@requiresScopes(scopes: [["update:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductPayload, { nullable: true, description: 'Adds an image to a product.' })
  productImageAdd(
    @Args(() => ProductImageAddArgs) args: ProductImageAddArgs,
    @Context() ctx: Ctx,
  ): Promise<ProductPayload> {
    return asPayload(ctx, async () => productAnswer(ctx, await addImage(ctx, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductPayload, {
    nullable: true,
    description: 'Changes text, place or primacy of an image.',
  })
  productImageUpdate(
    @Args(() => ProductImageUpdateArgs) args: ProductImageUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<ProductPayload> {
    return asPayload(ctx, async () => productAnswer(ctx, await updateImage(ctx, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductPayload, {
    nullable: true,
    description: 'Takes an image from its product; the asset stays in media.',
  })
  productImageRemove(
    @Args(() => ProductImageRemoveArgs) args: ProductImageRemoveArgs,
    @Context() ctx: Ctx,
  ): Promise<ProductPayload> {
    return asPayload(ctx, async () => productAnswer(ctx, await removeImage(ctx, args)));
  }
}
