import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { findOrder } from '../order/load-order.js';
import { linesOfOrders } from '../order/order-lines.js';
import type { OrderRow } from '../order/order.entity.js';
import { customerHash } from '../redemption/customer-hash.js';
import { LimitReachedError } from '../redemption/redeem.js';
import { confirmOrder } from './confirm-order.js';
import type { OrderToPrice } from './order-to-price.js';
import { priceChanged } from './price-changed.js';
import { priceOrder } from './price-order.js';
import { abandonOrder, rejectOrder } from './reject-order.js';
import { reserveStock, type ReservedLine } from './reserve-stock.js';

/** Times an order is priced again because a promotion ran out meanwhile. */
const ATTEMPTS = 4;

/**
 * Brings a PLACING order to its end: asks catalog for the units and confirms or rejects the order.
 * May be repeated and run twice at once, since the hold is idempotent by order id and each step is
 * guarded by the status. Throws SubgraphUnavailableError when catalog gives no answer in
 * `timeoutMs`; the order then stays PLACING.
 */
export async function advancePlacing(ctx: Ctx, orderId: string, timeoutMs: number): Promise<void> {
  const order = await findOrder(ctx, orderId);
  if (order?.status !== 'PLACING') return;
  if (order.giveUpAt <= ctx.now())
    return abandonOrder(ctx, orderId, [
      invalidInput('The order could not be placed in time: repeat it with a new idempotencyKey.'),
    ]);
  const [lines] = await linesOfOrders(ctx, [orderId]);
  const reserved = await reserveStock(ctx, order, lines!, timeoutMs);
  if (reserved.outcome === 'refused') return rejectOrder(ctx, orderId, reserved.errors);
  if (reserved.outcome === 'ended')
    return rejectOrder(ctx, orderId, [
      invalidInput('The units are no longer held: repeat the order with a new idempotencyKey.'),
    ]);
  const fixed = new Map(lines!.map(({ variantId, fixedPrice }) => [variantId, fixedPrice]));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const priced = await priceOrder(ctx, toPrice(ctx, order, reserved.lines, fixed));
    if (priced.errors) return abandonOrder(ctx, orderId, priced.errors);
    const { total } = priced.totals;
    if (total.minor !== order.expectedTotal)
      return abandonOrder(ctx, orderId, [
        priceChanged({ minor: order.expectedTotal, currency: order.currency }, total),
      ]);
    try {
      return await confirmOrder(ctx, orderId, reserved, priced);
    } catch (error) {
      // Somebody was faster with the last use of a promotion: the counters say so now.
      if (!(error instanceof LimitReachedError)) throw error;
    }
  }
  return abandonOrder(ctx, orderId, [
    invalidInput('A promotion of this order has ended: look at the cart again.', [
      'input',
      'cartId',
    ]),
  ]);
}

function toPrice(
  ctx: Ctx,
  order: OrderRow,
  lines: readonly ReservedLine[],
  fixed: ReadonlyMap<string, number | null>,
): OrderToPrice {
  const { contactEmail: email, createdAt: at, id: orderId, ...others } = order;
  return {
    ...others,
    at,
    orderId,
    customerHash: customerHash(ctx, { userId: order.userId, email }),
    lines: lines.map(({ productId, taxCategory, ...line }) => {
      const minor = fixed.get(line.variantId) ?? null;
      return {
        ...line,
        productId: productId ?? '',
        ...(taxCategory === null ? {} : { taxCategory }),
        ...(minor === null
          ? {}
          : { unitPrice: { minor, currency: order.currency }, hasFixedPrice: true }),
      };
    }),
  };
}
