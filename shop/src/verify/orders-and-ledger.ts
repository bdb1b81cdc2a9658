import type { CrossCheck } from './cross-check.js';
import { rowsOf } from './rows-of.js';

interface OrderRow {
  id: string;
  status: string;
  lines: string;
}
interface ReservationRow {
  order_id: string;
  state: string;
  lines: string;
}

/** The state of the hold that belongs to each state of an order. */
const EXPECTED: Record<string, string> = {
  PENDING: 'HELD',
  PAID: 'CONFIRMED',
  PROCESSING: 'CONFIRMED',
  SHIPPED: 'CONFIRMED',
  DELIVERED: 'CONFIRMED',
  CANCELLED: 'RELEASED',
};

/** I4 and I9: every order has exactly its reservation, and no ledger row lacks an order. */
export const ordersAndLedger: CrossCheck = {
  id: 'I9',
  title: 'orders, reservations and ledger tell the same story',
  run: async (shop) => {
    const orders = await rowsOf<OrderRow>(
      shop,
      'orders',
      `select o.id, o.status, string_agg(l.variant_id || 'x' || l.quantity, ',' order by l.variant_id) as lines
        from orders.orders o join orders.order_line l on l.order_id = o.id where o.status not in ('PLACING', 'REJECTED') group by o.id`,
    );
    const reservations = await rowsOf<ReservationRow>(
      shop,
      'catalog',
      `select r.order_id, r.state, string_agg(l.variant_id || 'x' || l.quantity, ',' order by l.variant_id) as lines
        from catalog.reservation r join catalog.reservation_line l on l.order_id = r.order_id group by r.order_id`,
    );
    const net = await rowsOf<{ order_id: string; change: number; reserved: number }>(
      shop,
      'catalog',
      `select order_id, sum(change)::int as change, sum(reserved_change)::int as reserved from catalog.stock_movement where order_id is not null group by order_id`,
    );
    const known = new Map(orders.map((order) => [order.id, order]));
    const holds = new Map(reservations.map((row) => [row.order_id, row]));
    const found: string[] = [];
    for (const order of orders) {
      const hold = holds.get(order.id);
      // An order that was cancelled before its pieces were held has nothing to release.
      if (!hold && order.status === 'CANCELLED') continue;
      if (!hold || hold.state !== EXPECTED[order.status])
        found.push(`order ${order.id} is ${order.status}, its reservation ${hold?.state ?? 'missing'}`);
      else if (hold.lines !== order.lines) found.push(`order ${order.id} holds other lines than it has`);
    }
    for (const row of reservations) {
      if (!known.has(row.order_id) && row.state !== 'RELEASED')
        found.push(`reservation of order ${row.order_id} is ${row.state}, but there is no such order`);
    }
    for (const row of net) {
      if (!known.has(row.order_id) && (row.change !== 0 || row.reserved !== 0))
        found.push(`the ledger moved pieces for order ${row.order_id}, which does not exist`);
    }
    return found;
  },
};
