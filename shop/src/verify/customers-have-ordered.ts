import type { CrossCheck } from './cross-check.js';
import { customerOrderDifferences } from './customer-order-differences.js';

/** I15: cart knows who has ordered before, because promotions for first orders ask. */
export const customersHaveOrdered: CrossCheck = {
  invariants: [{ id: 'I15', title: 'cart knows which orders of users count' }],
  async run(shop, { progress, found }) {
    let rows = 0;
    for await (const page of customerOrderDifferences(shop)) {
      for (const { text } of page.found) found('I15', text);
      progress(`${(rows += page.rows)} orders in orders and cart`);
    }
  },
};
