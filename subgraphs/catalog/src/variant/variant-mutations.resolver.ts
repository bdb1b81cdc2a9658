import { forgetLoaded } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { Args, Ctx as Context, Directive, Mutation, Resolver } from 'type-graphql';
import { asPayload } from '../taken/as-payload.js';
import { deleteVariant } from './change-variant.js';
import { createVariant } from './create-variant.js';
import { variantById } from './load-variants.js';
import { updateVariant } from './update-variant.js';
import { ProductVariant } from './variant.entity.js';
import {
  ProductVariantCreateArgs,
  ProductVariantDeleteArgs,
  ProductVariantUpdateArgs,
} from './variant.inputs.js';
import { ProductVariantPayload } from './variant.payload.js';

@Resolver(() => ProductVariant)
export class VariantMutations {
  @Directive('@requiresScopes(scopes: [["create:product"], ["update:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductVariantPayload, {
    nullable: true,
    description: 'Adds a variant to a product.',
  })
  productVariantCreate(
    @Args(() => ProductVariantCreateArgs) args: ProductVariantCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<ProductVariantPayload> {
    return asPayload(ctx, async () => answer(ctx, await createVariant(ctx, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductVariantPayload, { nullable: true, description: 'Changes a variant.' })
  productVariantUpdate(
    @Args(() => ProductVariantUpdateArgs) { input }: ProductVariantUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<ProductVariantPayload> {
    return asPayload(ctx, async () => {
      await updateVariant(ctx, input);
      return answer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["delete:product"], ["update:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductVariantPayload, {
    nullable: true,
    description: 'Deletes a variant; orders keep what they know of it.',
  })
  productVariantDelete(
    @Args(() => ProductVariantDeleteArgs) { id, expectedVersion }: ProductVariantDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<ProductVariantPayload> {
    return asPayload(ctx, async () => {
      await deleteVariant(ctx, id, expectedVersion);
      return { deletedId: id };
    });
  }
}

async function answer(ctx: Ctx, id: string): Promise<Pick<ProductVariantPayload, 'variant'>> {
  forgetLoaded(ctx);
  return { variant: await variantById(ctx, id) };
}
