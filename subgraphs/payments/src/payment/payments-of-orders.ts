import { can } from '@emporium/auth/principal';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { ownsPayable } from './order-to-pay.js';
import type { PaymentRow } from './payment.entity.js';

/** What was paid for an order; null when that is not the caller's business. */
export interface OrderPayments {
  payments: PaymentRow[];
  cancelled: boolean;
}

const payablesOf = (ctx: Ctx, orderIds: readonly string[]) =>
  query(ctx).selectFrom('Payable').selectAll().where('orderId', 'in', orderIds).execute();

/**
 * Payments of several orders, in the order of the ids given. An order nobody has tried to pay has
 * none.
 */
export async function paymentsOfOrders(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<(OrderPayments | null)[]> {
  const payables = await payablesOf(ctx, orderIds);
  const payments = query(ctx)
    .selectFrom('PaymentRow')
    .selectAll()
    .where('orderId', 'in', orderIds)
    .orderBy('attempt');
  const rows = payables.length > 0 ? await payments.execute() : [];
  return orderIds.map((orderId) => {
    const payable = payables.find((p) => p.orderId === orderId);
    if (payable && !ownsPayable(ctx.principal, payable) && !can(ctx.principal, 'read:payment'))
      return null;
    return {
      payments: rows.filter((row) => row.orderId === orderId),
      cancelled: payable?.cancelled ?? false,
    };
  });
}

/** Payments by id that the caller may see, null for the others. */
export async function resolvePayments(
  ctx: Ctx,
  ids: readonly string[],
): Promise<(PaymentRow | null)[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  const orderIds = rows.map((row) => row.orderId);
  const payables = rows.length > 0 ? await payablesOf(ctx, orderIds) : [];
  return ids.map((id) => {
    const row = rows.find((each) => each.id === id);
    const payable = row && payables.find((p) => p.orderId === row.orderId);
    return row &&
      payable &&
      (ownsPayable(ctx.principal, payable) || can(ctx.principal, 'read:payment'))
      ? row
      : null;
  });
}
