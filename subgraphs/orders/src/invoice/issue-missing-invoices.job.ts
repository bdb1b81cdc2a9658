import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { loadPlacedOrder } from '../order/load-order.js';
import { query } from '../tables.js';
import { issueInvoice } from './issue-invoice.js';

const BATCH = 50;

/** Issues the invoices of orders that were paid before there were invoices, oldest first. */
export const issueMissingInvoices: Job = {
  name: 'issue-missing-invoices',
  everyMs: 60_000,
  run: async (ctx) => {
    const due = await query(ctx)
      .selectFrom('OrderRow')
      .select('id')
      .where('paidAt', 'is not', null)
      .where('invoiced', '=', false)
      .orderBy('paidAt')
      .limit(BATCH)
      .execute();
    for (const { id } of due)
      await inTransaction(ctx, async () => {
        const { numUpdatedRows } = await query(ctx)
          .updateTable('OrderRow')
          .set({ invoiced: true })
          .where('id', '=', id)
          .where('invoiced', '=', false)
          .executeTakeFirstOrThrow();
        // Another replica was faster.
        if (numUpdatedRows > 0n) await issueInvoice(ctx, await loadPlacedOrder(ctx, id));
      });
  },
};
