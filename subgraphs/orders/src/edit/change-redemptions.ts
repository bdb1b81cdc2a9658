import type { Ctx } from '@emporium/platform/context';
import type { VisibleOrder } from '../order/order.entity.js';
import type { Use } from '../redemption/counters.js';
import { customerHash } from '../redemption/customer-hash.js';
import { giveBack, redeem } from '../redemption/redeem.js';
import { redeemedOf } from '../redemption/redeemed-of.js';

/**
 * Redeems what a changed order uses now and had not redeemed, and gives back what it uses no more.
 * Returns the ids of the promotions and codes that were given back. Throws LimitReachedError.
 */
export async function changeRedemptions(
  ctx: Ctx,
  order: VisibleOrder,
  uses: readonly Use[],
): Promise<string[]> {
  const before = await redeemedOf(ctx, order.id);
  const has = new Set(before.map(({ promotionId }) => promotionId));
  const needed = new Set(uses.map(({ promotionId }) => promotionId));
  const gone = before.filter(({ promotionId }) => !needed.has(promotionId));
  await giveBack(
    ctx,
    order.id,
    gone.map(({ promotionId }) => promotionId),
  );
  const hash = customerHash(ctx, { userId: order.userId, email: order.contactEmail });
  await redeem(
    ctx,
    order.id,
    uses.filter(({ promotionId }) => !has.has(promotionId)),
    hash,
  );
  return gone.flatMap(({ promotionId, codeId }) =>
    codeId === null ? [promotionId] : [promotionId, codeId],
  );
}
