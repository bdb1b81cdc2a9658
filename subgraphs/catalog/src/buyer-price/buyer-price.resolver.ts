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
      'What you pay, by quantity: price lists of your customer groups, else `price`; in the currency of the header x-currency. Ask for it where a buyer is logged in or another currency is chosen; a cart has the same prices. Null: not sold in this currency.',
  })
  buyerPrice(@Root() variant: ProductVariant, @Context() ctx: Ctx): Promise<BuyerPrice | null> {
    return buyerPriceOf(ctx, variant);
  }
}
