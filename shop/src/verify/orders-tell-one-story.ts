import type { CrossCheck } from './cross-check.js';
import { holdProblems } from './hold-problems.js';
import { moneyProblems } from './money-problems.js';
import { KEEPS_MONEY, orderFacts, strays } from './order-facts.js';
import { addUnits, type OrderedUnits, unitProblems } from './units-of.js';

/**
 * Orders, holds, stock and payments, in one walk over the orders and one over what may belong to
 * none.
 */
export const ordersAgreeWithHistory: CrossCheck = {
  invariants: [
    { id: 'I3', title: 'units in living orders + available = what was put in stock' },
    {
      id: 'I5',
      title:
        'the payments of a paid order, captured or set aside, are its total; other money is returned',
    },
    { id: 'I9', title: 'every order has its hold, no open hold lacks an order' },
  ],
  async run(shop, { found, progress }) {
    const units: OrderedUnits = new Map();
    let orders = 0;
    for await (const page of orderFacts(shop)) {
      for (const facts of page) {
        addUnits(units, facts);
        for (const problem of moneyProblems(facts)) found('I5', problem);
        for (const problem of holdProblems(facts)) found('I9', problem);
      }
      progress(`${(orders += page.length)} orders`);
    }
    for await (const { open, rows } of strays(shop, 'payments', ({ status }) =>
      KEEPS_MONEY.has(status),
    )) {
      for (const { id, status } of open)
        found('I5', `payment ${id} is ${status} and belongs to no order`);
      progress(`${rows} payments`);
    }
    for await (const { open, rows } of strays(
      shop,
      'catalog',
      ({ status }) => status !== 'RELEASED',
    )) {
      for (const { orderId, status } of open)
        found('I9', `reservation of order ${orderId} is ${status}, but there is no such order`);
      progress(`${rows} holds`);
    }
    for await (const problem of unitProblems(shop, units)) found('I3', problem);
  },
};
