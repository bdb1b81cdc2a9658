import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';

const BATCH = 50;

interface OrderToCheck {
  id: string;
  status: string;
  paid: boolean;
  /** `<variant>*<quantity>` sorted. */
  lines: string[];
}
type Reservation = { state: string; lines: { variantId: string; quantity: number }[] } | null;

/** What catalog must hold for an order in this status. */
const expected: Record<string, string> = {
  PENDING: 'HELD',
  PAID: 'CONFIRMED',
  PROCESSING: 'CONFIRMED',
  SHIPPED: 'CONFIRMED',
  DELIVERED: 'CONFIRMED',
};

/** Each order against its reservation at catalog. To be run after quiescence: events on their way look like violations. */
export const reservationInvariant: InvariantCheck = {
  id: 'I4',
  title: 'each order has exactly one reservation of exactly its lines, in the state that fits its status',
  run: async (ctx) => {
    const problems: string[] = [];
    for (let after = ''; ;) {
      const orders = await sqlRows<OrderToCheck>(
        ctx.em,
        `select o.id, o.status, o.paid_at is not null as paid, array_agg(l.variant_id || '*' || l.quantity order by l.variant_id) as lines
         from orders.orders o join orders.order_line l on l.order_id = o.id
         where o.id > ? and o.status not in ('PLACING', 'REJECTED') group by o.id order by o.id limit ${BATCH}`,
        [after],
      );
      if (orders.length === 0) return problems;
      const reservations = await askReservations(ctx, orders);
      problems.push(...orders.flatMap((order, index) => compare(order, reservations[index]!)));
      after = orders.at(-1)!.id;
    }
  },
};

async function askReservations(ctx: Ctx, orders: readonly OrderToCheck[]): Promise<Reservation[]> {
  const fields = orders.map((_, i) => `r${i}: _reservation(orderId: $o${i}) { state lines { variantId quantity } }`);
  const query = `query OrdersVerify(${orders.map((_, i) => `$o${i}: ID!`).join(', ')}) { ${fields.join('\n')} }`;
  const variables = Object.fromEntries(orders.map((order, i) => [`o${i}`, order.id]));
  const data = await ctx.call<Record<string, Reservation>>({ to: 'catalog', query, variables, timeoutMs: 10_000 });
  return orders.map((_, i) => data[`r${i}`] ?? null);
}

function compare(order: OrderToCheck, reservation: Reservation): string[] {
  if (!reservation) return [`order ${order.id} (${order.status}) has no reservation`];
  const held = reservation.lines.map((line) => `${line.variantId}*${line.quantity}`).sort();
  const wrong =
    held.join() === [...order.lines].sort().join()
      ? []
      : [`order ${order.id} has lines ${order.lines.join()}, reserved are ${held.join()}`];
  const state = expected[order.status];
  if (state && reservation.state !== state)
    wrong.push(`order ${order.id} is ${order.status}, its reservation ${reservation.state}, not ${state}`);
  // A paid order's pieces were sold; whether catalog marks that reservation RELEASED on their return is its own business.
  if (order.status === 'CANCELLED' && reservation.state === 'HELD')
    wrong.push(`order ${order.id} is CANCELLED but its pieces are still held`);
  return wrong;
}
