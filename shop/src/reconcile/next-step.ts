import {
  HAS_MONEY,
  KEEPS_MONEY,
  type OrderFacts,
  PAID,
  pays,
  sumOf,
} from '../verify/order-facts.js';

/**
 * What brings an order, its hold and its money together again: a step of orders, of payments, or of
 * a person.
 */
export type Step =
  | { of: 'orders'; step: 'reserve' | 'publish-paid' | 'publish-cancelled' | 'cancel' }
  | { of: 'payments'; paymentId: string }
  | { of: 'person'; why: string };

/**
 * The next step, undefined when all is well. Several may follow one another: look again when its
 * events were heard.
 */
export function nextStep(facts: OrderFacts): Step | undefined {
  const { order, hold, payments } = facts;
  const captured = payments.filter((payment) => KEEPS_MONEY.has(payment.status));
  const held = hold?.status;
  if (order.status === 'CANCELLED') {
    const owes = held === 'HELD' || held === 'CONFIRMED' || captured.length > 0;
    return owes ? { of: 'orders', step: 'publish-cancelled' } : undefined;
  }
  if (held === 'RELEASED') return { of: 'orders', step: 'cancel' };
  if (!hold) return { of: 'orders', step: 'reserve' };
  if (order.status === 'PENDING') {
    const kept = sumOf(facts, KEEPS_MONEY);
    const total = order.amount ?? 0;
    if (kept > 0 && kept === total) return { of: 'payments', paymentId: captured.at(-1)!.id };
    const otherCurrency = captured.some(({ currency }) => currency !== order.currency);
    if (kept > total || otherCurrency)
      return {
        of: 'person',
        why: `order ${order.orderId} is PENDING over ${order.amount} ${order.currency}, other money was captured`,
      };
    // Sold without money: it was paid in the lost time, and its money has gone back since.
    return held === 'CONFIRMED' ? { of: 'orders', step: 'cancel' } : undefined;
  }
  if (!PAID.has(order.status)) return undefined;
  if (held === 'HELD') return { of: 'orders', step: 'publish-paid' };
  const money = payments.filter((payment) => HAS_MONEY.has(payment.status));
  if (pays(facts)) return undefined;
  return {
    of: 'person',
    why: `order ${order.orderId} is ${order.status}, but ${money.length} payments of it hold or held money`,
  };
}
