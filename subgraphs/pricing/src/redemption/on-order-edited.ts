import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { OrderEdited } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { recount, redeemedRules } from './count-redemptions.js';

/** ORDER_EDITED: what the changed order redeems counts, what it redeems no more does not. */
export async function onOrderEdited(
  ctx: Ctx,
  event: Envelope<EventData<typeof OrderEdited>>,
): Promise<void> {
  const { orderId, discounts, givenBack } = event.data;
  const redeemed = redeemedRules(discounts);
  const createdAt = ctx.now();
  const rows = [
    ...redeemed.map((ruleId) => ({ orderId, ruleId, createdAt, isGivenBack: false })),
    ...givenBack
      .filter((ruleId) => !redeemed.includes(ruleId))
      .map((ruleId) => ({ orderId, ruleId, createdAt, isGivenBack: true })),
  ].toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : 1));
  if (rows.length === 0) return;
  await query(ctx)
    .insertInto('Redemption')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['orderId', 'ruleId'])
        .doUpdateSet((eb) => ({ isGivenBack: eb.ref('excluded.isGivenBack') })),
    )
    .execute();
  await recount(
    ctx,
    rows.map(({ ruleId }) => ruleId),
  );
}
