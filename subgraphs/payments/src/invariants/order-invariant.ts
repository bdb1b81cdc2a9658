import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { PaymentStatus } from '../payment/payment-status.js';
import type { Ctx, PaymentsServices } from '../payments-services.js';
import { query } from '../tables.js';

const BATCH = 50;
const PAID = new Set(['PAID', 'PROCESSING', 'SHIPPED', 'DELIVERED']);

type Captured = Awaited<ReturnType<typeof nextCaptured>>[number];
type Order = { status: string; total: { minor: number; currency: string } } | null;

/** Captured money against the orders it pays. To be run after quiescence: events on their way look like violations. */
export const orderInvariant: InvariantCheck<PaymentsServices> = {
  id: 'I5',
  title: 'every captured payment pays exactly the total of an order that is PAID or further',
  run: async (ctx) => {
    const problems: string[] = [];
    for (let after = ''; ;) {
      const payments = await nextCaptured(ctx, after);
      if (payments.length === 0) return problems;
      const query = `query PaymentsVerify(${payments.map((_, i) => `$o${i}: ID!`).join(', ')}) {
        ${payments.map((_, i) => `o${i}: _order(id: $o${i}) { status total { minor currency } }`).join('\n')} }`;
      const variables = Object.fromEntries(payments.map((payment, i) => [`o${i}`, payment.orderId]));
      const orders = await ctx.call<Record<string, Order>>({ to: 'orders', query, variables, timeoutMs: 10_000 });
      problems.push(...payments.flatMap((payment, i) => compare(payment, orders[`o${i}`] ?? null)));
      after = payments.at(-1)!.id;
    }
  },
};

/** The next captured payments by id. */
const nextCaptured = (ctx: Ctx, after: string) =>
  query(ctx)
    .selectFrom('PaymentRow')
    .select(['id', 'orderId', 'amount', 'currency'])
    .where('status', '=', PaymentStatus.CAPTURED)
    .where('id', '>', after)
    .orderBy('id')
    .limit(BATCH)
    .execute();

function compare(payment: Captured, order: Order): string[] {
  if (!order) return [`payment ${payment.id} is for order ${payment.orderId}, which does not exist`];
  if (!PAID.has(order.status)) return [`payment ${payment.id} is captured, its order ${payment.orderId} is ${order.status}`];
  const same = order.total.minor === payment.amount && order.total.currency === payment.currency;
  return same
    ? []
    : [`payment ${payment.id} is over ${payment.amount} ${payment.currency}, its order ${payment.orderId} over ${order.total.minor}`];
}
