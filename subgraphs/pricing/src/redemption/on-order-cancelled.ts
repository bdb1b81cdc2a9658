import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderCancelled } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { recount, redeemedRules } from './count-redemptions.js';

/**
 * ORDER_CANCELLED: what the order redeemed no longer counts, be it told here or known from before;
 * also when the order itself is heard of only later.
 */
export async function onOrderCancelled(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderCancelled>>,
): Promise<void> {
  const { orderId, discounts } = event.data;
  const known = await query(ctx)
    .selectFrom('Redemption')
    .select('ruleId')
    .where('orderId', '=', orderId)
    .execute();
  const ruleIds = [
    ...new Set([...redeemedRules(discounts), ...known.map(({ ruleId }) => ruleId)]),
  ].sort();
  if (ruleIds.length === 0) return;
  const createdAt = ctx.now();
  await query(ctx)
    .insertInto('Redemption')
    .values(ruleIds.map((ruleId) => ({ orderId, ruleId, createdAt, isGivenBack: true })))
    .onConflict((conflict) =>
      conflict.columns(['orderId', 'ruleId']).doUpdateSet({ isGivenBack: true }),
    )
    .execute();
  await recount(ctx, ruleIds);
}
