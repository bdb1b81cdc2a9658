import { sqlRows } from '@emporium/db/sql';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { PaymentsServices } from '../payments-services.js';

const BATCH = 50;
const PAID = new Set(['PAID', 'PROCESSING', 'SHIPPED', 'DELIVERED']);

interface Captured {
  id: string;
  order_id: string;
  amount: string;
  currency: string;
}
type Order = { status: string; total: { minor: number; currency: string } } | null;

/** Captured money against the orders it pays. To be run after quiescence: events on their way look like violations. */
export const orderInvariant: InvariantCheck<PaymentsServices> = {
  id: 'I5',
  title: 'every captured payment pays exactly the total of an order that is PAID or further',
  run: async (ctx) => {
    const problems: string[] = [];
    for (let after = ''; ;) {
      const payments = await sqlRows<Captured>(
        ctx.em,
        `select id, order_id, amount::text, currency from payments.payment where status = 'CAPTURED' and id > ? order by id limit ${BATCH}`,
        [after],
      );
      if (payments.length === 0) return problems;
      const query = `query PaymentsVerify(${payments.map((_, i) => `$o${i}: ID!`).join(', ')}) {
        ${payments.map((_, i) => `o${i}: _order(id: $o${i}) { status total { minor currency } }`).join('\n')} }`;
      const variables = Object.fromEntries(payments.map((payment, i) => [`o${i}`, payment.order_id]));
      const orders = await ctx.call<Record<string, Order>>({ to: 'orders', query, variables, timeoutMs: 10_000 });
      problems.push(...payments.flatMap((payment, i) => compare(payment, orders[`o${i}`] ?? null)));
      after = payments.at(-1)!.id;
    }
  },
};

function compare(payment: Captured, order: Order): string[] {
  if (!order) return [`payment ${payment.id} is for order ${payment.order_id}, which does not exist`];
  if (!PAID.has(order.status)) return [`payment ${payment.id} is captured, its order ${payment.order_id} is ${order.status}`];
  const same = order.total.minor === Number(payment.amount) && order.total.currency === payment.currency;
  return same
    ? []
    : [`payment ${payment.id} is over ${payment.amount} ${payment.currency}, its order ${payment.order_id} over ${order.total.minor}`];
}
