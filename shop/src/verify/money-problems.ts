import { HAS_MONEY, KEEPS_MONEY, type OrderFacts, PAID, pays, sumOf } from './order-facts.js';

/**
 * I5 for one order: the payments of a paid one are its total, captured or set aside; one that waits
 * has less, any other has given back what it got.
 */
export function moneyProblems(facts: OrderFacts): string[] {
  const { order, payments } = facts;
  const money = payments.filter((payment) => HAS_MONEY.has(payment.status));
  if (PAID.has(order.status)) {
    if (pays(facts)) return [];
    const amounts =
      money.map(({ amount, currency }) => `${amount} ${currency}`).join(', ') || 'nothing';
    return [
      `order ${order.orderId} over ${order.amount} ${order.currency} is ${order.status} with ${money.length} payment(s) of ${amounts}`,
    ];
  }
  if (order.status === 'PENDING' && sumOf(facts, KEEPS_MONEY) < (order.amount ?? 0)) return [];
  return money
    .filter((payment) => payment.status !== 'REFUNDED')
    .map(
      (payment) =>
        `payment ${payment.id} is ${payment.status}, its order ${order.orderId} ${order.status}`,
    );
}
