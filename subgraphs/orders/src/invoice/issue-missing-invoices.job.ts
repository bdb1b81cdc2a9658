import type { Ctx } from '@emporium/platform/context';
import type { Job } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { loggableError } from '@emporium/platform/loggable-error';
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
    const failures: unknown[] = [];
    for (const { id } of due)
      await issueMissing(ctx, id).catch((error: unknown) => {
        ctx.log.error({ err: loggableError(error), orderId: id }, 'order still has no invoice');
        failures.push(error);
      });
    // Only now: an order that fails holds up none of those behind it, and health sees it all the same.
    if (failures.length > 0)
      throw new Error(`${failures.length} orders still have no invoice`, { cause: failures[0] });
  },
};

async function issueMissing(ctx: Ctx, id: string): Promise<void> {
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
}
