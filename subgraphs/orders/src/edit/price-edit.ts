import type { UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import type { VisibleOrder } from '../order/order.entity.js';
import { priceOrder, type PricedOrder } from '../placing/price-order.js';
import type { ReservedLine } from '../placing/reserve-stock.js';
import { customerHash } from '../redemption/customer-hash.js';
import { redeemedOf } from '../redemption/redeemed-of.js';
import type { EditPlan, PlannedLine } from './plan-edit.js';
import type { Quotes } from './read-quotes.js';

/** Thrown when catalog has not heard of an earlier change yet: the same question later is answered. */
export class QuoteMissingError extends Error {}

/**
 * What the order costs when it consists of what is planned: by the rules of the moment when it was
 * placed, as placing does. A line that nobody touches keeps its unit price; promotions and tax are
 * worked out again for all lines, since they look at all of them. Throws QuoteMissingError.
 */
export async function priceEdit(
  ctx: Ctx,
  order: VisibleOrder,
  plan: EditPlan,
  quotes: Quotes,
): Promise<PricedOrder> {
  const { contactEmail: email, createdAt: at, id: orderId, ...others } = order;
  const priced = await priceOrder(ctx, {
    ...others,
    at,
    orderId,
    customerHash: customerHash(ctx, { userId: order.userId, email }),
    redeemed: new Set((await redeemedOf(ctx, orderId)).map(({ promotionId }) => promotionId)),
    lines: plan.lines.map((line) => basketLine(order, line, quotes.get(line.variantId))),
  });
  return priced.errors ? { errors: priced.errors.map(ofChanges) } : priced;
}

const ofChanges = <T extends UserError>(error: T): T => ({ ...error, path: ['changes'] });

function basketLine(order: VisibleOrder, line: PlannedLine, quote: ReservedLine | undefined) {
  const { before, variantId, quantity, fixedPrice } = line;
  if (!quote) throw new QuoteMissingError(`catalog has no quote for variant ${variantId} yet`);
  // Under reverse charge a line knows its price without tax only.
  const isUntouched = before?.quantity === quantity && !order.isReverseCharge;
  const agreed = fixedPrice ?? (isUntouched ? before.unitPrice : undefined);
  const { productId, categoryIds, taxCategory, weightGrams } = quote;
  return {
    variantId,
    quantity,
    productId: productId ?? before?.productId ?? '',
    categoryIds,
    weightGrams,
    ...(taxCategory === null ? {} : { taxCategory }),
    ...(agreed === undefined
      ? { unitPrice: quote.unitPrice }
      : { unitPrice: { minor: agreed, currency: order.currency }, hasFixedPrice: true }),
  };
}
