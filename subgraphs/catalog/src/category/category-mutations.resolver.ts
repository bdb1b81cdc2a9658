import { forgetLoaded } from '@emporium/graphql/batch-by-key';
import type { UserError } from '@emporium/graphql/user-errors';
import type { Ctx as Context } from '@emporium/platform/context';
import { Args, Ctx, Directive, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { asPayload } from '../taken/as-payload.js';
import { Category } from './category.entity.js';
import { CategoryError } from './category.errors.js';
import { CategoryCreateArgs, CategoryDeleteArgs, CategoryUpdateArgs } from './category.inputs.js';
import { createCategory } from './create-category.js';
import { categoryById } from './load-categories.js';
import { deleteCategory, updateCategory } from './update-category.js';

@Directive('@tag(name: "admin")')
@ObjectType('CategoryPayload', { description: 'Answer of a category change.' })
class CategoryPayload {
  @Field(() => Category, { nullable: true, description: 'The category as it is now.' })
  category?: Category | null;
  @Field(() => ID, { nullable: true, description: 'Id of a category that was deleted.' })
  deletedId?: string | null;
  @Field(() => [CategoryError], { description: 'Expected failures; nothing was changed when there are any.' })
  userErrors!: UserError[];
}

@Resolver(() => Category)
export class CategoryMutations {
  @Directive('@requiresScopes(scopes: [["create:category"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => CategoryPayload, { nullable: true, description: 'Creates a category.' })
  categoryCreate(@Args(() => CategoryCreateArgs) args: CategoryCreateArgs, @Ctx() ctx: Context): Promise<CategoryPayload> {
    return asPayload(ctx, async () => answer(ctx, await createCategory(ctx, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:category"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => CategoryPayload, { nullable: true, description: 'Changes or moves a category.' })
  categoryUpdate(@Args(() => CategoryUpdateArgs) { input }: CategoryUpdateArgs, @Ctx() ctx: Context): Promise<CategoryPayload> {
    return asPayload(ctx, async () => {
      await updateCategory(ctx, input);
      return answer(ctx, input.id);
    });
  }

  @Directive('@requiresScopes(scopes: [["delete:category"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => CategoryPayload, { nullable: true, description: 'Deletes a category that has none below it. Its products stay.' })
  categoryDelete(
    @Args(() => CategoryDeleteArgs) { id, expectedVersion }: CategoryDeleteArgs,
    @Ctx() ctx: Context,
  ): Promise<CategoryPayload> {
    return asPayload(ctx, async () => {
      await deleteCategory(ctx, id, expectedVersion);
      return { deletedId: id };
    });
  }
}

async function answer(ctx: Context, id: string): Promise<Pick<CategoryPayload, 'category'>> {
  forgetLoaded(ctx);
  return { category: await categoryById(ctx, id) };
}
