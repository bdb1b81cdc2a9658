import type { Ctx } from '@emporium/platform/context';
import { Args, Ctx as Context, Directive, Mutation, Resolver } from 'type-graphql';
import { asPayload } from '../taken/as-payload.js';
import { createProduct } from './create-product.js';
import { deleteProduct } from './delete-product.js';
import { Product } from './product.entity.js';
import { ProductCreateArgs, ProductDeleteArgs, ProductUpdateArgs } from './product.inputs.js';
import { productAnswer, ProductPayload } from './product.payload.js';
import { updateProduct } from './update-product.js';

@Resolver(() => Product)
export class ProductMutations {
  @Directive('@requiresScopes(scopes: [["create:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductPayload, {
    nullable: true,
    description: 'Creates a product, with variants when they are given.',
  })
  productCreate(
    @Args(() => ProductCreateArgs) args: ProductCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<ProductPayload> {
    return asPayload(ctx, async () => productAnswer(ctx, await createProduct(ctx, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductPayload, { nullable: true, description: 'Changes a product.' })
  productUpdate(
    @Args(() => ProductUpdateArgs) { input }: ProductUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<ProductPayload> {
    return asPayload(ctx, async () => {
      await updateProduct(ctx, input);
      return productAnswer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["delete:product"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ProductPayload, {
    nullable: true,
    description: 'Deletes a product and its variants; orders keep what they know of them.',
  })
  productDelete(
    @Args(() => ProductDeleteArgs) { id, expectedVersion }: ProductDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<ProductPayload> {
    return asPayload(ctx, async () => {
      await deleteProduct(ctx, id, expectedVersion);
      return { deletedId: id };
    });
  }
}
