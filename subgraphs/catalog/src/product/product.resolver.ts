import { badUserInput } from '@emporium/graphql/app-errors';
import { assumedListSize, connectionListSize } from '@emporium/graphql/list-size';
import { money, MoneyType } from '@emporium/graphql/money.type';
import { ForwardPageArgs, type ConnectionOf } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Category } from '../category/category.entity.js';
import { categoryIdsOfProduct } from '../category/category-ids-of-products.js';
import { categoriesOfProduct } from '../category/load-categories.js';
import { imagesOfProduct } from '../image/images-of-product.js';
import { ProductImage } from '../image/product-image.entity.js';
import { variantBySelectedOptions } from '../variant/variant-by-options.js';
import { ProductVariant } from '../variant/variant.entity.js';
import { variantsOfProduct } from '../variant/variants-of-product.js';
import { SelectedOptionInput } from './attribute.type.js';
import { listProducts } from './list-products.js';
import { productById, productBySku, productBySlug } from './load-products.js';
import { ProductsArgs } from './product-list.inputs.js';
import { ProductConnection, ProductVariantConnection } from './product.connection.js';
import { Product } from './product.entity.js';
import { ProductArgs } from './product.inputs.js';

@ObjectType('PriceRange', { description: 'Prices of the variants of a product.' })
class PriceRange {
  @Field(() => MoneyType, { description: 'Lowest price; 0 while there is no variant.' })
  min!: MoneyType;
  @Field(() => MoneyType, { description: 'Highest price; 0 while there is no variant.' })
  max!: MoneyType;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('User', { description: 'A user; users knows the rest.' })
class UserStub {
  @Field(() => ID, { description: 'Id of the user.' })
  id!: string;
}

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product, { nullable: true, description: 'A product by id, SKU or slug.' })
  async product(
    @Args(() => ProductArgs) { id, sku, slug }: ProductArgs,
    @Context() ctx: Ctx,
  ): Promise<Product | null> {
    if ([id, sku, slug].filter((key) => key != null).length !== 1)
      throw badUserInput('Give one of id, sku and slug.');
    if (id != null) return productById(ctx, id);
    return sku == null ? productBySlug(ctx, slug!) : productBySku(ctx, sku);
  }

  @Directive(connectionListSize(20, ['first', 'last'], true))
  @Query(() => ProductConnection, { nullable: true, description: 'Products, page by page.' })
  products(
    @Args(() => ProductsArgs) args: ProductsArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<Product>> {
    return listProducts(ctx, args);
  }

  @Directive(assumedListSize(3))
  @FieldResolver(() => [Category], { description: 'Categories it is assigned to.' })
  categories(@Root() product: Product, @Context() ctx: Ctx): Promise<Category[]> {
    return categoriesOfProduct(ctx, product.id);
  }

  @Directive('@inaccessible')
  @Directive(assumedListSize(5))
  @FieldResolver(() => [ID], {
    description: 'For services: its categories with everything above them, each once.',
  })
  _categoryIds(@Root() product: Product, @Context() ctx: Ctx): Promise<string[]> {
    return categoryIdsOfProduct(ctx, product.id);
  }

  @Directive(assumedListSize(5))
  @FieldResolver(() => [ProductImage], { description: 'Images in order.' })
  images(@Root() product: Product, @Context() ctx: Ctx): Promise<ProductImage[]> {
    return imagesOfProduct(ctx, product.id);
  }

  @Directive(connectionListSize(20))
  @FieldResolver(() => ProductVariantConnection, { description: 'Variants in order.' })
  variants(
    @Root() product: Product,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Context() ctx: Ctx,
  ): Promise<ConnectionOf<ProductVariant>> {
    return variantsOfProduct(ctx, product.id, args);
  }

  @FieldResolver(() => ProductVariant, {
    nullable: true,
    description: 'The variant with exactly these options, in any order.',
  })
  variantBySelectedOptions(
    @Root() product: Product,
    @Arg('options', () => [SelectedOptionInput], { description: 'The choices.' })
    options: SelectedOptionInput[],
    @Context() ctx: Ctx,
  ): Promise<ProductVariant | null> {
    return variantBySelectedOptions(ctx, product.id, options);
  }

  @FieldResolver(() => PriceRange, { description: 'Lowest and highest price of the variants.' })
  priceRange(@Root() product: Product): PriceRange {
    return {
      min: money(product.minPrice, product.currency),
      max: money(product.maxPrice, product.currency),
    };
  }

  @Directive('@requiresScopes(scopes: [["read:user"]])')
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => UserStub, {
    nullable: true,
    description: 'Who created it; null for an import.',
  })
  creator(@Root() product: Product): UserStub | null {
    return product.creatorId ? { id: product.creatorId } : null;
  }
}
