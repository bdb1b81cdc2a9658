import { can } from '@emporium/auth/principal';
import type { Ctx } from '../payments-services.js';
import { ownsPayable } from './order-to-pay.js';
import { Payable, PaymentRow } from './payment.entity.js';

/** What was paid for an order; null when that is not the caller's business. */
export interface OrderPayments {
  payments: PaymentRow[];
  cancelled: boolean;
}

/** Payments of several orders, in the order of the ids given. An order nobody has tried to pay has none. */
export async function paymentsOfOrders(ctx: Ctx, orderIds: readonly string[]): Promise<(OrderPayments | null)[]> {
  const ids = { orderId: { $in: [...orderIds] } };
  const payables = await ctx.em.find(Payable, ids, { disableIdentityMap: true });
  const rows = payables.length ? await ctx.em.find(PaymentRow, ids, { orderBy: { attempt: 'asc' }, disableIdentityMap: true }) : [];
  return orderIds.map((orderId) => {
    const payable = payables.find((p) => p.orderId === orderId);
    if (payable && !ownsPayable(ctx.principal, payable) && !can(ctx.principal, 'read:payment')) return null;
    return { payments: rows.filter((row) => row.orderId === orderId), cancelled: payable?.cancelled ?? false };
  });
}

/** Payments by id that the caller may see, null for the others. */
export async function resolvePayments(ctx: Ctx, ids: readonly string[]): Promise<(PaymentRow | null)[]> {
  const rows = await ctx.em.find(PaymentRow, { id: { $in: [...ids] } }, { disableIdentityMap: true });
  const payables = await ctx.em.find(Payable, { orderId: { $in: rows.map((row) => row.orderId) } }, { disableIdentityMap: true });
  return ids.map((id) => {
    const row = rows.find((each) => each.id === id);
    const payable = row && payables.find((p) => p.orderId === row.orderId);
    return row && payable && (ownsPayable(ctx.principal, payable) || can(ctx.principal, 'read:payment')) ? row : null;
  });
}
