import type { Ctx } from '@emporium/platform/context';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import { isPlaced } from '../order/order-expressions.js';
import { query } from '../tables.js';

const BATCH = 50;

type OrderToCheck = Awaited<ReturnType<typeof nextOrders>>[number];
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
      const orders = await nextOrders(ctx, after);
      if (orders.length === 0) return problems;
      const reservations = await askReservations(ctx, orders);
      problems.push(...orders.flatMap((order, index) => compare(order, reservations[index]!)));
      after = orders.at(-1)!.id;
    }
  },
};

/** The next orders by id, their lines as `<variant>*<quantity>`, sorted. */
const nextOrders = (ctx: Ctx, after: string) =>
  query(ctx)
    .selectFrom('OrderRow as o')
    .innerJoin('OrderLineRow as l', 'l.orderId', 'o.id')
    .where('o.id', '>', after)
    .where(isPlaced)
    .groupBy('o.id')
    .orderBy('o.id')
    .limit(BATCH)
    .select((eb) => [
      'o.id',
      'o.status',
      sql<string[]>`array_agg(${eb.ref('l.variantId')} || '*' || ${eb.ref('l.quantity')} order by ${eb.ref('l.variantId')})`.as('lines'),
    ])
    .execute();

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
