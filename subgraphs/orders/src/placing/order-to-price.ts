import type { Basket, BasketLine } from '@emporium/pricing/basket';
import type { Ctx } from '@emporium/platform/context';
import { OrderStatus } from '../order/order-status.js';
import { query } from '../tables.js';

/** Everything that the price of an order depends on, besides the rules. */
export interface OrderToPrice {
  currency: string;
  lines: readonly BasketLine[];
  discountCodes: readonly string[];
  shippingAddress: { country: string; region?: string | null; postalCode: string } | null;
  shippingMethodId: string | null;
  vatNumber: string | null;
  userId: string | null;
  /** Keyed hash of the buyer, for limits per customer. */
  customerHash: string | null;
  /** Rules of this moment hold, also when the order is finished later. */
  at: Date;
  /** The order itself, which does not count as an earlier one. */
  orderId?: string;
  /**
   * Promotions that an order which was placed already has redeemed: no limit takes them away, and it
   * has its way of delivery.
   */
  redeemed?: ReadonlySet<string>;
}

/** The order as the calculator takes it. */
export async function basketOf(
  ctx: Ctx,
  order: OrderToPrice,
  asksForFirst: boolean,
): Promise<Basket> {
  const { currency, lines, discountCodes: codes, shippingAddress, userId, at: now } = order;
  return {
    currency,
    lines,
    codes,
    ...(shippingAddress
      ? {
          destination: {
            country: shippingAddress.country,
            region: shippingAddress.region ?? null,
            postalCode: shippingAddress.postalCode || null,
          },
        }
      : {}),
    ...(order.shippingMethodId === null ? {} : { shippingMethodId: order.shippingMethodId }),
    ...(order.vatNumber === null ? {} : { vatNumber: order.vatNumber }),
    ...(userId === null ? {} : { userId }),
    ...(userId !== null && asksForFirst ? { isFirstOrder: await isFirstOrder(ctx, order) } : {}),
    now,
  };
}

async function isFirstOrder(ctx: Ctx, { userId, orderId = '' }: OrderToPrice): Promise<boolean> {
  const earlier = await query(ctx)
    .selectFrom('OrderRow')
    .select('id')
    .where('userId', '=', userId)
    .where('placedAt', 'is not', null)
    .where('status', '<>', OrderStatus.CANCELLED)
    .where('id', '<>', orderId)
    .limit(1)
    .executeTakeFirst();
  return earlier === undefined;
}
