import type { UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { customerHash } from '../redemption/customer-hash.js';
import type { OrderDraft } from './open-order.js';
import { priceChanged } from './price-changed.js';
import { priceOrder } from './price-order.js';

/**
 * Why the order would be refused at the prices that the cart knows: another total, no way of
 * delivery, a code that was used up. Empty when nothing speaks against it, or when the cart does not
 * know enough: catalog's quote decides.
 */
export async function foresee(ctx: Ctx, draft: OrderDraft): Promise<UserError[]> {
  const { buyer, cart, contact, input } = draft;
  const { currency } = cart;
  const lines = cart.lines.flatMap(({ variantId, quantity, goods }) => {
    if (!goods) return [];
    const { price: unitPrice, taxCategory, ...others } = goods;
    return [{ variantId, quantity, unitPrice, ...others, ...(taxCategory ? { taxCategory } : {}) }];
  });
  if (lines.length < cart.lines.length) return [];
  const priced = await priceOrder(ctx, {
    currency,
    lines,
    discountCodes: cart.discountCodes,
    shippingAddress: input.shippingAddress,
    shippingMethodId: input.shippingMethodId ?? null,
    vatNumber: input.vatNumber ?? null,
    userId: buyer.userId,
    customerHash: customerHash(ctx, { userId: buyer.userId, email: contact?.email }),
    at: ctx.now(),
  });
  if (priced.errors) return priced.errors;
  const { total } = priced.totals;
  const { expectedTotal } = input;
  return expectedTotal.minor === total.minor && expectedTotal.currency === total.currency
    ? []
    : [priceChanged(expectedTotal, total)];
}
