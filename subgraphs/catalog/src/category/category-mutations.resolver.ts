import { forgetLoaded } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { Args, Ctx as Context, Directive, Mutation, Resolver } from 'type-graphql';
import { asPayload } from '../taken/as-payload.js';
import { Category } from './category.entity.js';
import { CategoryCreateArgs, CategoryDeleteArgs, CategoryUpdateArgs } from './category.inputs.js';
import { createCategory } from './create-category.js';
import { categoryById } from './load-categories.js';
import { deleteCategory, updateCategory } from './update-category.js';
import { CategoryPayload } from './category.payload.js';

@Resolver(() => Category)
export class CategoryMutations {
  @Directive('@requiresScopes(scopes: [["create:category"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => CategoryPayload, { nullable: true, description: 'Creates a category.' })
  categoryCreate(
    @Args(() => CategoryCreateArgs) args: CategoryCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<CategoryPayload> {
    return asPayload(ctx, async () => answer(ctx, await createCategory(ctx, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:category"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => CategoryPayload, { nullable: true, description: 'Changes or moves a category.' })
  categoryUpdate(
    @Args(() => CategoryUpdateArgs) { input }: CategoryUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<CategoryPayload> {
    return asPayload(ctx, async () => {
      await updateCategory(ctx, input);
      return answer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["delete:category"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => CategoryPayload, {
    nullable: true,
    description: 'Deletes a category that has none below it. Its products stay.',
  })
  categoryDelete(
    @Args(() => CategoryDeleteArgs) { id, expectedVersion }: CategoryDeleteArgs,
    @Context() ctx: Ctx,
  ): Promise<CategoryPayload> {
    return asPayload(ctx, async () => {
      await deleteCategory(ctx, id, expectedVersion);
      return { deletedId: id };
    });
  }
}

async function answer(ctx: Ctx, id: string): Promise<Pick<CategoryPayload, 'category'>> {
  forgetLoaded(ctx);
  return { category: await categoryById(ctx, id) };
}
