import { subgraphCommand } from '../commands/subgraph-command.js';
import { customerOrderDifferences } from '../verify/customer-order-differences.js';
import type { Repair } from './repair.js';
import { waitUntilIdle } from './wait-until-idle.js';

const learn = subgraphCommand('cart', 'learn-orders');

/** Cart learns from orders who has ordered: no event tells an order a second time. */
export const mendCustomers: Repair = {
  title: 'who has ordered',
  async run(shop, { apply }, { found, progress }) {
    if (apply) await waitUntilIdle(shop, progress);
    let rows = 0;
    for await (const page of customerOrderDifferences(shop)) {
      progress(`${(rows += page.rows)} orders in orders and cart`);
      for (const { text } of page.found) found(text);
      if (!apply || page.found.length === 0) continue;
      const orders = page.found.map(({ orderId, order, known }) => ({
        orderId,
        userId: order?.userId ?? null,
        version: order?.version ?? 0,
        isCancelled: order?.status === 'CANCELLED',
        seen: known?.version ?? null,
      }));
      for await (const _line of learn(shop, { orders }));
    }
  },
};
