import type { OrderEntry } from '@emporium/orders-events/order-entry';
import type { Shop } from '../start-shop.js';
import { entriesOf, entriesPaged, strays } from './order-facts.js';

/** An order that counts for another user in cart than at orders, or for one of them only. */
export interface CustomerOrderDifference {
  text: string;
  orderId: string;
  /** Undefined: there is no such order. */
  order: OrderEntry | undefined;
  known: OrderEntry | undefined;
}

/** Whose order counts: nobody's when a guest placed it, its user was erased or it was cancelled. */
const countsFor = (entry: OrderEntry | undefined) =>
  entry && entry.status !== 'CANCELLED' ? (entry.userId ?? null) : null;

/** Compares which orders count as orders of which users, in orders and in cart, page by page. */
export async function* customerOrderDifferences(
  shop: Shop,
): AsyncGenerator<{ rows: number; found: CustomerOrderDifference[] }> {
  for await (const page of entriesPaged(shop, 'orders')) {
    const ids = page.map(({ orderId }) => orderId);
    const known = new Map(
      (await entriesOf(shop, 'cart', ids)).map((entry) => [entry.orderId, entry]),
    );
    yield {
      rows: page.length,
      found: page.flatMap((order) => differs(order.orderId, order, known.get(order.orderId))),
    };
  }
  for await (const { open, rows } of strays(shop, 'cart', (entry) => countsFor(entry) !== null))
    yield { rows, found: open.flatMap((known) => differs(known.orderId, undefined, known)) };
}

function differs(
  orderId: string,
  order: OrderEntry | undefined,
  known: OrderEntry | undefined,
): CustomerOrderDifference[] {
  const [is, inCart] = [countsFor(order), countsFor(known)];
  if (is === inCart) return [];
  const text = `order ${orderId} counts for ${is ?? 'nobody'}, in cart for ${inCart ?? 'nobody'}`;
  return [{ text, orderId, order, known }];
}
