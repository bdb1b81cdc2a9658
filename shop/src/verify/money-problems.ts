import { HAS_MONEY, type OrderFacts, PAID, pays } from './order-facts.js';

/**
 * I5 for one order: a paid one has exactly one captured payment of its total, any other has given
 * back what it got.
 */
export function moneyProblems({ order, payments }: OrderFacts): string[] {
  const money = payments.filter((payment) => HAS_MONEY.has(payment.status));
  if (PAID.has(order.status)) {
    if (money.length === 1 && pays(money[0]!, order)) return [];
    const amounts =
      money.map(({ amount, currency }) => `${amount} ${currency}`).join(', ') || 'nothing';
    return [
      `order ${order.orderId} over ${order.amount} ${order.currency} is ${order.status} with ${money.length} captured payment(s) of ${amounts}`,
    ];
  }
  return money
    .filter((payment) => payment.status !== 'REFUNDED')
    .map(
      (payment) =>
        `payment ${payment.id} is ${payment.status}, its order ${order.orderId} ${order.status}`,
    );
}
