import { money as moneyType } from '@emporium/graphql/money.type';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, userError, versionConflict } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { PricedBasket } from '@emporium/pricing/basket';
import { sql } from 'kysely';
import { remark } from '../history/append-history.js';
import { amountDueOf, payableOf } from '../order/amount-due.js';
import { loadPlacedOrder } from '../order/load-order.js';
import { lockOrder } from '../order/lock-order.js';
import { AmountTooSmallError } from '../order/order.errors.js';
import type { VisibleOrder } from '../order/order.entity.js';
import { frozenPrices } from '../placing/frozen-prices.js';
import { priceChanged } from '../placing/price-changed.js';
import type { Use } from '../redemption/counters.js';
import { OrderRefundReason } from '../refund/order-refund.type.js';
import { requestRefund } from '../refund/request-refund.js';
import { query } from '../tables.js';
import { changeRedemptions } from './change-redemptions.js';
import { editDocument } from './edit-document.js';
import { editNote } from './edit-note.js';
import { emitEdited } from './emit-edited.js';
import { assertEditable, planEdit } from './plan-edit.js';
import type { Quotes } from './read-quotes.js';
import { settleEdits } from './settle-edits.js';
import { writeLines } from './write-lines.js';

/**
 * Applies an OPEN change with the prices that were worked out for it, in one transaction: lines,
 * totals, redemptions, history, ORDER_EDITED, and the refund of what was paid beyond the new total;
 * nothing when it is not open any more. Throws a Rejection when the order has changed meanwhile or
 * may not cost so little, and LimitReachedError.
 */
export async function applyEdit(
  ctx: Ctx,
  editId: string,
  quotes: Quotes,
  { totals, uses, minimum }: { totals: PricedBasket; uses: readonly Use[]; minimum: number },
): Promise<void> {
  await inTransaction(ctx, async () => {
    const applied = await query(ctx)
      .updateTable('OrderEditRow')
      .set({ status: 'APPLIED', nextCheckAt: null, appliedAt: sql<Date>`now()` })
      .where('id', '=', editId)
      .where('status', '=', 'OPEN')
      .returningAll()
      .executeTakeFirst();
    if (!applied) return;
    const { order, lines } = await lockOrder(ctx, applied.orderId);
    if (order.version !== applied.expectedVersion)
      throw new Rejection(versionConflict(order.version));
    assertEditable(order);
    const plan = planEdit(lines, applied.changes);
    const difference = totals.total.minor - order.total;
    assertAmounts(order, totals, { minimum, expectedTotal: applied.expectedTotal });
    await writeLines(ctx, order.id, plan, { quotes, totals });
    const document = editDocument(order, plan, quotes, totals);
    await query(ctx)
      .updateTable('OrderEditRow')
      .set({ difference, document })
      .where('id', '=', editId)
      .execute();
    const givenBack = await changeRedemptions(ctx, order, uses);
    const { actor } = applied;
    await remark(ctx, order.id, 'ORDER_EDITED', actor, editNote(applied, plan, quotes, difference));
    await writeOrder(ctx, order, totals);
    const after = await loadPlacedOrder(ctx, order.id);
    await emitEdited(ctx, after, { editId, plan, difference, givenBack });
    const surplus = after.covered - payableOf(after);
    if (surplus > 0) await refundSurplus(ctx, after, surplus, actor);
    await settleEdits(ctx, await loadPlacedOrder(ctx, order.id));
  });
}

function assertAmounts(
  order: VisibleOrder,
  { total, shippingTotal }: PricedBasket,
  { minimum, expectedTotal }: { minimum: number; expectedTotal: number | null },
): void {
  if (expectedTotal !== null && expectedTotal !== total.minor)
    throw new Rejection({
      ...priceChanged({ minor: expectedTotal, currency: order.currency }, total),
      path: ['expectedTotal'],
      message: 'The new total is another one by now: look at the preview again.',
    });
  if (shippingTotal.minor < order.shippingRefunded)
    throw new Rejection(
      invalidInput('More of the shipping was refunded than it would cost.', ['changes']),
    );
  const due = amountDueOf({ ...order, total: total.minor });
  if (due > amountDueOf(order) && due < minimum)
    throw new Rejection(
      userError(AmountTooSmallError, {
        message: 'So little more cannot be paid: give a discount by a price, or add something.',
        path: ['changes'],
        minimum: moneyType(minimum, order.currency),
        actual: moneyType(due, order.currency),
      }),
    );
}

async function writeOrder(ctx: Ctx, order: VisibleOrder, totals: PricedBasket): Promise<void> {
  const due = amountDueOf({ ...order, total: totals.total.minor });
  await query(ctx)
    .updateTable('OrderRow')
    .set((eb) => ({
      ...frozenPrices(totals),
      editedBy: eb('editedBy', '+', totals.total.minor - order.total),
      paymentRound: eb('paymentRound', '+', due > amountDueOf(order) ? 1 : 0),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', order.id)
    .execute();
}

async function refundSurplus(
  ctx: Ctx,
  order: VisibleOrder,
  surplus: number,
  actor: string,
): Promise<void> {
  await query(ctx)
    .updateTable('OrderRow')
    .set((eb) => ({ editRefunded: eb('editRefunded', '+', surplus) }))
    .where('id', '=', order.id)
    .execute();
  const reason = OrderRefundReason.EDITED;
  await requestRefund(ctx, order, { lines: [], difference: surplus, reason, actor });
}
