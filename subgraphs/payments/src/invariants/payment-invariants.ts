import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { sql } from 'kysely';
import type { Ctx, PaymentsServices } from '../context.js';
import { query } from '../tables.js';
import { chargeProblems } from './charge-problems.js';
import { giftCardProblems } from './gift-card-problems.js';
import { openEnds } from './open-ends.js';
import { overOrders } from './over-orders.js';
import { requestedRefunds } from './requested-refunds.js';
import { returnProblems } from './return-problems.js';

/**
 * What must hold among the payments by themselves, after quiescence (docs/invariants.md,
 * Invariants).
 */
export const paymentInvariants: InvariantCheck<PaymentsServices>[] = [
  {
    id: 'I5',
    title:
      'money of a cancelled order is returned or released, no order is paid twice; nothing is left unknown, unsent or lapsed',
    run: async (ctx, progress) => [
      ...(await overOrders(chargeProblems)(ctx, progress)),
      ...(await openEnds(ctx)),
    ],
  },
  {
    id: 'I6',
    title:
      'what is captured is the sum of the captures and at most what was set aside, what is refunded the sum of the refunds and at most what was captured',
    run: overOrders(returnProblems),
  },
  {
    id: 'I6',
    title: 'what orders asked to have returned was returned',
    run: overOrders(requestedRefunds),
  },
  {
    id: 'I8',
    title: 'every idempotency key of paymentCreate stands for a payment',
    run: keyProblems,
  },
  {
    id: 'I28',
    title: 'a gift card holds the sum of its ledger, never less than nothing',
    run: giftCardProblems,
  },
];

async function keyProblems(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('IdempotencyRecord as i')
    .select('i.operation')
    .where('i.operation', 'in', ['paymentCreate', 'giftCardRedeem'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('PaymentRow as p')
            .select('p.id')
            .where('p.id', '=', sql<string>`${eb.ref('i.response')} ->> 'paymentId'`),
        ),
      ),
    )
    .execute();
  return rows.map(({ operation }) => `a key of ${operation} names a missing payment`);
}
