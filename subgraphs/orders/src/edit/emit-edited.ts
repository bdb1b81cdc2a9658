import { OrderEdited } from '@emporium/orders-events';
import type { Ctx } from '@emporium/platform/context';
import { amountDueOf } from '../order/amount-due.js';
import { discountsOf } from '../order/emit-order-event.js';
import { eventLines } from '../order/order-lines.js';
import type { VisibleOrder } from '../order/order.entity.js';
import type { EditPlan } from './plan-edit.js';

/** Tells that staff changed what is in an order, with the version that the change gave it. */
export async function emitEdited(
  ctx: Ctx,
  order: VisibleOrder,
  edit: { editId: string; plan: EditPlan; difference: number; givenBack: string[] },
): Promise<void> {
  const { id: orderId, number, userId, version, currency } = order;
  const { editId, plan, difference, givenBack } = edit;
  const moneyOf = (minor: number) => ({ minor, currency });
  ctx.emit(OrderEdited, {
    key: orderId,
    version,
    data: {
      orderId,
      number,
      userId,
      version,
      editId,
      lines: await eventLines(ctx, orderId),
      added: plan.added,
      removed: plan.removed,
      total: moneyOf(order.total),
      difference: moneyOf(difference),
      amountDue: moneyOf(amountDueOf(order)),
      discounts: discountsOf(order),
      givenBack,
    },
  });
}
