import type { OrderEntry } from '@emporium/orders-events/order-entry';
import type { Pages } from '@emporium/platform/pages';
import type { Ctx, PaymentsServices } from '../context.js';
import { query } from '../tables.js';

const payments = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('PaymentRow as p')
    .innerJoin('Payable as o', 'o.orderId', 'p.orderId')
    .select((eb) => [
      'p.id',
      'p.orderId',
      'p.amount',
      'p.currency',
      'p.createdAt',
      // What came without a provider for a cancelled order waits for a person who pays it out.
      eb
        .case()
        .when(
          eb.and([
            eb('o.cancelled', '=', true),
            eb('p.kind', '=', 'OFFLINE'),
            eb.exists(
              eb
                .selectFrom('RefundRow as r')
                .select('r.id')
                .whereRef('r.paymentId', '=', 'p.id')
                .where('r.status', '=', 'PENDING'),
            ),
          ]),
        )
        .then('REFUND_AWAITED')
        .else(eb.ref('p.status'))
        .end()
        .as('status'),
    ]);

/** All attempts to pay each order. */
export const paymentBook: Pages<PaymentsServices, OrderEntry> = {
  page: (ctx, after, limit) =>
    payments(ctx).where('p.id', '>', after).orderBy('p.id').limit(limit).execute(),
  find: (ctx, orderIds) =>
    payments(ctx).where('p.orderId', 'in', orderIds).orderBy('p.id').execute(),
};
