import { money } from '@emporium/graphql/money.type';
import { priceBasket } from '@emporium/pricing/price-basket';
import { shippingOptions } from '@emporium/pricing/shipping-options';
import type { Ctx } from '../context.js';
import type { Delivery, StoredCart } from '../store/cart-store.js';
import type { ShippingOptionType } from './cart-cost.type.js';
import { priceCart } from './price-cart.js';

/**
 * The ways of delivery for a cart, in the order of presentation, each with what would be paid for it
 * after promotions. Without a destination: that of the cart.
 */
export async function shippingMethods(
  ctx: Ctx,
  cart: StoredCart,
  destination: Delivery['destination'],
): Promise<ShippingOptionType[]> {
  const priced = await priceCart(ctx, cart);
  const basket = { ...priced.basket, ...(destination ? { destination } : {}) };
  if (basket.lines.length === 0) return [];
  return shippingOptions(basket, priced.rules).map((option) => {
    const chosen = priceBasket({ ...basket, shippingMethodId: option.methodId }, priced.rules);
    const { minor } = chosen.shipping?.total ?? option.price;
    return {
      ...option,
      price: money(option.price.minor, basket.currency),
      total: money(minor, basket.currency),
    };
  });
}
