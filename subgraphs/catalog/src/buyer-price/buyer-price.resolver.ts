import type { Ctx } from '@emporium/platform/context';
import { Ctx as Context, FieldResolver, Resolver, Root } from 'type-graphql';
import { ProductVariant } from '../variant/variant.entity.js';
import { buyerPriceOf } from './buyer-price-of.js';
import { BuyerPrice } from './buyer-price.type.js';

@Resolver(() => ProductVariant)
export class BuyerPriceResolver {
  @FieldResolver(() => BuyerPrice, {
    nullable: true,
    description:
      'What you pay, by quantity: price lists of your customer groups, else `price`. Ask for it where a buyer is logged in; a cart has the same prices.',
  })
  buyerPrice(@Root() variant: ProductVariant, @Context() ctx: Ctx): Promise<BuyerPrice | null> {
    return buyerPriceOf(ctx, variant);
  }
}
