import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '@emporium/platform/context';
import type { PricedBasket } from '@emporium/pricing/basket';
import { quoteUnits } from '../edit/read-quotes.js';
import { findContact } from '../replica/find-contact.js';
import { priceOrder } from '../placing/price-order.js';
import { customerHash } from '../redemption/customer-hash.js';
import type { DraftOrderRow } from './draft-order.entity.js';

const TIMEOUT_MS = 1_200;

/**
 * What a draft would cost if it was sent now, by catalog's prices and the rules, as placing does.
 * Throws a Rejection when it could not be ordered, and SubgraphUnavailableError.
 */
export async function priceDraft(ctx: Ctx, draft: DraftOrderRow): Promise<PricedBasket> {
  const { userId, guestEmail, shippingAddress, discountCodes, shippingMethodId, vatNumber } = draft;
  const currency = ctx.config.shopCurrency;
  const units = draft.lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
  const quotes = await quoteUnits(ctx, units, TIMEOUT_MS);
  const contact = await contactOf(ctx, draft);
  const priced = await priceOrder(ctx, {
    currency,
    shippingAddress,
    discountCodes,
    shippingMethodId,
    vatNumber,
    userId,
    customerHash: customerHash(ctx, { userId, email: guestEmail ?? contact?.email }),
    at: ctx.now(),
    lines: draft.lines.map(({ variantId, quantity, unitPrice }) => {
      const quote = quotes.get(variantId)!;
      const { productId, categoryIds, taxCategory, weightGrams } = quote;
      return {
        variantId,
        quantity,
        productId: productId ?? '',
        categoryIds,
        weightGrams,
        ...(taxCategory === null ? {} : { taxCategory }),
        ...(unitPrice === null
          ? { unitPrice: quote.unitPrice }
          : { unitPrice: { minor: unitPrice, currency }, hasFixedPrice: true }),
      };
    }),
  });
  if (priced.errors) throw new Rejection(...priced.errors);
  return priced.totals;
}

/** Whom the order of a draft is for; null when that is not known. */
export const contactOf = (ctx: Ctx, { userId, guestEmail, shippingAddress }: DraftOrderRow) =>
  findContact(ctx, userId, { guestEmail, shippingAddress });
