import type { Command } from '@emporium/platform/define-subgraph';
import { z } from 'zod';
import type { PaymentsServices } from '../context.js';
import { query } from '../tables.js';

const argsSchema = z.object({ orderIds: z.array(z.string()).max(1_000) });

/**
 * What was taken for orders and what of it went back, in all kinds of payments. Yields `{ sums }`;
 * orders for which nothing was taken are missing.
 */
export const sumPayments: Command<PaymentsServices> = {
  name: 'sum-payments',
  async *run(ctx, args) {
    const { orderIds } = argsSchema.parse(args);
    if (orderIds.length === 0) return;
    const rows = await query(ctx)
      .selectFrom('PaymentRow')
      .select((eb) => [
        'orderId',
        'currency',
        eb.fn.sum<string>('captured').as('paid'),
        eb.fn.sum<string>('refunded').as('refunded'),
      ])
      .where('orderId', 'in', orderIds)
      .where('captured', '>', 0)
      .groupBy(['orderId', 'currency'])
      .execute();
    yield {
      sums: rows.map(({ paid, refunded, ...row }) => ({
        ...row,
        paid: Number(paid),
        refunded: Number(refunded),
      })),
    };
  },
};
