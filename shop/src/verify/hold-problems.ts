import type { OrderFacts } from './order-facts.js';

/** The state of the hold that belongs to each state of an order. */
const EXPECTED: Record<string, string> = {
  PENDING: 'HELD',
  PAID: 'CONFIRMED',
  PROCESSING: 'CONFIRMED',
  SHIPPED: 'CONFIRMED',
  DELIVERED: 'CONFIRMED',
  CANCELLED: 'RELEASED',
};

/**
 * I9 for one order: exactly its hold, in the state that fits its own. That the ledger says what
 * holds say is catalog's own invariant.
 */
export function holdProblems({ order, hold }: OrderFacts): string[] {
  // An order that was cancelled before its units were held has nothing to release.
  if (order.status === 'CANCELLED' && (!hold || (hold.status === 'RELEASED' && hold.lines === '')))
    return [];
  if (!hold || hold.status !== EXPECTED[order.status])
    return [
      `order ${order.orderId} is ${order.status}, its reservation ${hold?.status ?? 'missing'}`,
    ];
  return hold.lines === order.lines
    ? []
    : [`order ${order.orderId} has lines ${order.lines}, reserved are ${hold.lines}`];
}
