import { userId } from '@emporium/auth/principal';
import { money } from '@emporium/graphql/money.type';
import type { Ctx } from '@emporium/platform/context';
import { quantityPrices } from '@emporium/pricing/quantity-prices';
import { requestCurrency } from '@emporium/pricing-replica/request-currency';
import { rulesInUse } from '@emporium/pricing-replica/rules-in-use';
import { priceOf, type ProductVariant } from '../variant/variant.entity.js';
import type { BuyerPrice } from './buyer-price.type.js';

/**
 * What the caller pays for a variant. The rules come from catalog's replica of them, which a request
 * reads once; null when nothing states a price in the currency of the request. Throws BAD_USER_INPUT
 * for a currency in which nothing is sold.
 */
export async function buyerPriceOf(ctx: Ctx, variant: ProductVariant): Promise<BuyerPrice | null> {
  const buyer = userId(ctx.principal);
  const rules = await rulesInUse(ctx);
  const prices = quantityPrices(
    { variantId: variant.id, unitPrice: priceOf(variant) },
    {
      currency: requestCurrency(ctx, rules),
      now: ctx.now(),
      ...(buyer === undefined ? {} : { userId: buyer }),
    },
    rules,
  );
  if (!prices) return null;
  const { tiers, regularPrice } = prices;
  return {
    tiers: tiers.map(({ fromQuantity, unitPrice }) => ({
      fromQuantity,
      unitPrice: money(unitPrice.minor, unitPrice.currency),
    })),
    compareAtPrice: regularPrice && money(regularPrice.minor, regularPrice.currency),
  };
}
