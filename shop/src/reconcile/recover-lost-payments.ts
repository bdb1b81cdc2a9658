import { subgraphCommand } from '../commands/subgraph-command.js';
import { entriesOf } from '../verify/order-facts.js';
import type { Repair } from './repair.js';

const recover = subgraphCommand('payments', 'recover-payments');
/** Orders asked for at a time. */
const PAGE = 500;

/** Payments learns again what it has forgotten and the provider has in its books. */
export const recoverLostPayments: Repair = {
  title: "payments and the provider's books",
  async run(shop, { apply, restored }, { found, unsettled }) {
    const orderIds = new Set<string>();
    for await (const line of recover(shop, { apply: false })) {
      if (line['books'] === false) {
        if (restored?.subgraph === 'payments')
          unsettled(
            `the provider does not show its books: compare its charges and refunds since ${restored.since.toISOString()} by hand`,
          );
        return;
      }
      orderIds.add(String(line['orderId']));
      found(String(line['text']));
    }
    if (!apply) return;
    const ids = [...orderIds];
    const orders: Record<string, { paymentId: string | null; userId: string | null }> = {};
    for (let i = 0; i < ids.length; i += PAGE) {
      for (const { orderId, paymentId, userId } of await entriesOf(
        shop,
        'orders',
        ids.slice(i, i + PAGE),
      ))
        orders[orderId] = { paymentId: paymentId ?? null, userId: userId ?? null };
    }
    for await (const _line of recover(shop, { apply: true, orders }));
  },
};
