import { badUserInput } from '@emporium/graphql/app-errors';
import { assumedListSize, connectionListSize } from '@emporium/graphql/list-size';
import { ForwardPageArgs, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  ID,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { ProductConnection } from '../product/product.connection.js';
import type { Product } from '../product/product.entity.js';
import { Category } from './category.entity.js';
import { CategoryArgs } from './category.inputs.js';
import { categoryAncestors, categoryChildren, rootCategories } from './category-tree.js';
import { categoryById, categoryBySlug } from './load-categories.js';
import { productsOfCategory } from './products-of-category.js';

@Resolver(() => Category)
export class CategoryResolver {
  @Query(() => Category, { nullable: true, description: 'A category by id or by slug.' })
  async category(
    @Args(() => CategoryArgs) { id, slug }: CategoryArgs,
    @Context() ctx: Ctx,
  ): Promise<Category | null> {
    if ((id == null) === (slug == null)) throw badUserInput('Give either id or slug.');
    return id == null ? categoryBySlug(ctx, slug!) : categoryById(ctx, id);
  }

  @Directive(assumedListSize(20))
  @Query(() => [Category], {
    nullable: true,
    description: 'The children of a category in order; the top of the tree without one.',
  })
  categories(
    @Arg('parentId', () => ID, { nullable: true, description: 'The category above.' })
    parentId: string | null | undefined,
    @Context() ctx: Ctx,
  ): Promise<Category[]> {
    return parentId == null ? rootCategories(ctx) : categoryChildren(ctx, parentId);
  }

  @FieldResolver(() => Category, {
    nullable: true,
    description: 'The category above it; null at the top of the tree.',
  })
  async parent(@Root() category: Category, @Context() ctx: Ctx): Promise<Category | null> {
    return category.parentId ? categoryById(ctx, category.parentId) : null;
  }

  @Directive(assumedListSize(10))
  @FieldResolver(() => [Category], { description: 'Categories directly below it, in order.' })
  children(@Root() category: Category, @Context() ctx: Ctx): Promise<Category[]> {
    return categoryChildren(ctx, category.id);
  }

  @Directive(assumedListSize(4))
  @FieldResolver(() => [Category], {
    description: 'Everything above it, from the top of the tree down.',
  })
  ancestors(@Root() category: Category, @Context() ctx: Ctx): Promise<Category[]> {
    return categoryAncestors(ctx, category.id);
  }

  @FieldResolver(() => Boolean, { description: 'No category is below it.' })
  async isLeaf(@Root() category: Category, @Context() ctx: Ctx): Promise<boolean> {
    return (await categoryChildren(ctx, category.id)).length === 0;
  }

  @Directive(connectionListSize(20))
  @FieldResolver(() => ProductConnection, {
    description: 'Products in it or below it, the newest first.',
  })
  products(
    @Root() category: Category,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<Product>> {
    return productsOfCategory(ctx, category.id, args);
  }
}
