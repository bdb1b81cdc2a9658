import { assumedListSize } from '@emporium/graphql/list-size';
import { money, MoneyType } from '@emporium/graphql/money.type';
import type { Ctx } from '@emporium/platform/context';
import {
  Arg,
  Ctx as Context,
  Directive,
  FieldResolver,
  ID,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Attribute } from '../product/attribute.type.js';
import { productById } from '../product/load-products.js';
import { Product } from '../product/product.entity.js';
import { stockOfVariant } from '../stock/stock-of-variant.js';
import { Availability, availabilityOf, Stock } from '../stock/stock.type.js';
import { buyableVariants } from './load-variants.js';
import { priceOf, ProductVariant } from './variant.entity.js';

@Resolver(() => ProductVariant)
export class VariantResolver {
  @Directive('@inaccessible')
  @Query(() => [ProductVariant], {
    nullable: 'items',
    description:
      'Variants that can be bought, in the order of the ids; null for the others, whoever asks.',
  })
  _variants(
    @Arg('ids', () => [ID], { description: 'Ids, at most 1000.' }) ids: string[],
    @Context() ctx: Ctx,
  ): Promise<(ProductVariant | null)[]> {
    return buyableVariants(ctx, ids.slice(0, 1_000));
  }

  @FieldResolver(() => Product, { description: 'The product it is a form of.' })
  product(@Root() variant: ProductVariant, @Context() ctx: Ctx): Promise<Product | null> {
    return productById(ctx, variant.productId);
  }

  @Directive(assumedListSize(5))
  @FieldResolver(() => [Attribute], { description: 'Its options and further facts.' })
  attributes(@Root() variant: ProductVariant): Attribute[] {
    return [...variant.options, ...variant.attributes];
  }

  @FieldResolver(() => MoneyType, { description: 'Price of one unit.' })
  price(@Root() variant: ProductVariant): MoneyType {
    return priceOf(variant);
  }

  @FieldResolver(() => MoneyType, { nullable: true, description: 'Price it had before.' })
  compareAtPrice(@Root() variant: ProductVariant): MoneyType | null {
    return variant.compareAtPrice == null ? null : money(variant.compareAtPrice, variant.currency);
  }

  @FieldResolver(() => Availability, { description: 'What a buyer may know about its stock.' })
  async availability(@Root() variant: ProductVariant, @Context() ctx: Ctx): Promise<Availability> {
    return availabilityOf(await stockOfVariant(ctx, variant.id));
  }

  @Directive('@requiresScopes(scopes: [["read:stock"]])')
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => Stock, { nullable: true, description: 'Stock with its ledger.' })
  stock(@Root() variant: ProductVariant, @Context() ctx: Ctx): Promise<Stock> {
    return stockOfVariant(ctx, variant.id);
  }
}
