import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderCreated } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { recount, redeemedRules } from './count-redemptions.js';

/** ORDER_CREATED: what the order redeemed counts, unless it was given back before. */
export async function onOrderCreated(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderCreated>>,
): Promise<void> {
  const { orderId, discounts } = event.data;
  const ruleIds = redeemedRules(discounts);
  if (ruleIds.length === 0) return;
  const createdAt = ctx.now();
  await query(ctx)
    .insertInto('Redemption')
    .values(ruleIds.map((ruleId) => ({ orderId, ruleId, createdAt })))
    .onConflict((conflict) => conflict.columns(['orderId', 'ruleId']).doNothing())
    .execute();
  await recount(ctx, ruleIds);
}
