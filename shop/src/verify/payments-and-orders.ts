import type { CrossCheck } from './cross-check.js';
import { rowsOf } from './rows-of.js';

interface PaymentRow {
  id: string;
  order_id: string;
  status: string;
  amount: string;
  refunded: string;
}

const PAID = new Set(['PAID', 'PROCESSING', 'SHIPPED', 'DELIVERED']);
const HAS_MONEY = new Set(['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED']);

/** I5: money and orders belong together, both ways. */
export const paymentsAndOrders: CrossCheck = {
  id: 'I5',
  title: 'a paid order has exactly one captured payment of its total; other captured money is returned',
  run: async (shop) => {
    const orders = await rowsOf<{ id: string; status: string; total: string }>(
      shop,
      'orders',
      `select id, status, total from orders.orders where status not in ('PLACING', 'REJECTED')`,
    );
    const payments = await rowsOf<PaymentRow>(shop, 'payments', `select id, order_id, status, amount, refunded from payments.payment`);
    const byOrder = Map.groupBy(
      payments.filter((payment) => HAS_MONEY.has(payment.status)),
      (payment) => payment.order_id,
    );
    const found: string[] = [];
    for (const order of orders) {
      const money = byOrder.get(order.id) ?? [];
      if (PAID.has(order.status) && (money.length !== 1 || Number(money[0]!.amount) !== Number(order.total))) {
        found.push(
          `order ${order.id} over ${order.total} is ${order.status} with ${money.length} captured payment(s) of ${money.map((p) => p.amount).join(', ')}`,
        );
      }
      for (const payment of money) {
        if (!PAID.has(order.status) && payment.status !== 'REFUNDED')
          found.push(`payment ${payment.id} is ${payment.status}, its order ${order.id} ${order.status}`);
      }
    }
    const known = new Set(orders.map((order) => order.id));
    for (const payment of payments) if (!known.has(payment.order_id)) found.push(`payment ${payment.id} belongs to no order`);
    return found;
  },
};
